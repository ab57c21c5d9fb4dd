package org.tresnet4j.datasets.coco;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoErrorsTest {

    private static final String GOOD = "\"id\": 173, \"image_id\": 42, \"category_id\": 7, \"bbox\": [1, 2, 3, 4]";

    @TempDir
    private Path folder;

    /** The problem as it is told, after the name of the file. */
    private AbstractThrowableAssert<?, ?> reading(CocoFile file) {
        return assertThatThrownBy(file::read)
                .isInstanceOf(CocoException.class)
                .hasMessageStartingWith(folder.resolve("instances.json") + ": ");
    }

    private AbstractThrowableAssert<?, ?> readingAnnotation(String fields) {
        return reading(CocoFile.withAnnotation(folder, fields));
    }

    @Test
    void aMissingFile() {
        assertThatThrownBy(() -> new CocoReader(CocoPolicy.defaults()).read(folder.resolve("no.json"), folder))
                .isInstanceOf(CocoException.class)
                .hasMessage(folder.resolve("no.json") + ": does not exist");
    }

    @Test
    void aFolderInsteadOfAFile() {
        assertThatThrownBy(() -> new CocoReader(CocoPolicy.defaults()).read(folder, folder))
                .hasMessageContaining("is a folder");
    }

    @Test
    void aMissingImagesFolder() throws Exception {
        Path file = Files.createFile(folder.resolve("x.json"));
        Path images = folder.resolve("images");
        assertThatThrownBy(() -> new CocoReader(CocoPolicy.defaults()).read(file, images))
                .isInstanceOf(CocoException.class)
                .hasMessage(file + ": its images folder " + images + " does not exist");
    }

    @Test
    void anEmptyFile() {
        reading(CocoFile.of(folder, "")).hasMessageEndingWith("is empty");
    }

    @Test
    void textThatIsNotJson() {
        reading(CocoFile.of(folder, "<html>"))
                .hasMessageContaining("is not JSON")
                .hasMessageContaining("line 1");
    }

    @Test
    void jsonThatEndsTooEarly() {
        reading(CocoFile.of(folder, "{" + CocoFile.IMAGES + ", \"annotations\": [{\"id\": 1, "))
                .hasMessageContaining("is not JSON");
    }

    @Test
    void jsonWithoutCategoriesIsNotCoco() {
        reading(CocoFile.ofSections(folder, CocoFile.IMAGES, CocoFile.ANNOTATIONS))
                .hasMessageContaining("is not a COCO annotation file")
                .hasMessageEndingWith("\"categories\" is missing");
    }

    @Test
    void detectionResultsAreNotAnnotations() {
        reading(CocoFile.of(folder, "[{\"image_id\": 1}]")).hasMessageContaining("list (of detection results?)");
    }

    @Test
    void aSectionThatIsNotAList() {
        reading(CocoFile.ofSections(folder, "\"images\": {}")).hasMessageContaining("\"images\" is not a list");
    }

    @Test
    void aSectionThatOccursTwice() {
        reading(CocoFile.ofSections(folder, CocoFile.IMAGES, CocoFile.IMAGES))
                .hasMessageContaining("\"images\" occurs twice");
    }

    @Test
    void noImages() {
        reading(CocoFile.ofSections(folder, "\"images\": []", CocoFile.CATEGORIES, "\"annotations\": []"))
                .hasMessageEndingWith("\"images\" is empty");
    }

    @Test
    void noCategories() {
        reading(CocoFile.ofSections(folder, CocoFile.IMAGES, "\"categories\": []", "\"annotations\": []"))
                .hasMessageEndingWith("\"categories\" is empty");
    }

    @Test
    void nothingLeftAfterDroppingEmptyImages() {
        CocoFile file = CocoFile.ofSections(folder, CocoFile.IMAGES, CocoFile.CATEGORIES, "\"annotations\": []");
        assertThatThrownBy(() -> file.read(CocoPolicy.defaults().withEmptyImages(CocoPolicy.EmptyImages.DROP)))
                .isInstanceOf(CocoException.class)
                .hasMessageContaining("none of its 2 images has a usable annotation");
    }

    @Test
    void anImageIdTwice() {
        String image = "{\"id\": 42, \"file_name\": \"a.jpg\", \"width\": 1, \"height\": 1}";
        reading(CocoFile.ofSections(
                        folder, "\"images\": [" + image + "," + image + "]", CocoFile.CATEGORIES, CocoFile.ANNOTATIONS))
                .hasMessageEndingWith("image 42 occurs twice in images");
    }

    @Test
    void aCategoryIdTwice() {
        String category = "{\"id\": 3, \"name\": \"car\"}";
        reading(CocoFile.ofSections(
                        folder,
                        CocoFile.IMAGES,
                        "\"categories\": [" + category + "," + category + "]",
                        CocoFile.ANNOTATIONS))
                .hasMessageEndingWith("category 3 occurs twice in categories");
    }

    @Test
    void anAnnotationIdTwice() {
        reading(CocoFile.ofSections(
                        folder,
                        CocoFile.IMAGES,
                        CocoFile.CATEGORIES,
                        "\"annotations\": [{" + GOOD + "}, {" + GOOD + "}]"))
                .hasMessageEndingWith("annotation 173 occurs twice in annotations");
    }

    @Test
    void anUnknownImage() {
        readingAnnotation(GOOD.replace("42", "43")).hasMessageEndingWith("annotation 173: image 43 is not in images");
    }

    @Test
    void anUnknownCategory() {
        readingAnnotation(GOOD.replace("\"category_id\": 7", "\"category_id\": 8"))
                .hasMessageEndingWith("annotation 173: category 8 is not in categories");
    }

    @Test
    void anUnknownImageOfAnAnnotationWithoutId() {
        readingAnnotation("\"image_id\": 43, \"category_id\": 7, \"bbox\": [1, 2, 3, 4]")
                .hasMessageEndingWith("annotations[0]: image 43 is not in images");
    }

    @Test
    void aStringWhereANumberBelongs() {
        readingAnnotation("\"id\": 173, \"image_id\": 42, \"category_id\": 7, \"bbox\": [1, \"2\", 3, 4]")
                .hasMessageContaining("annotation 173: bbox[1] is a string, expected a number (line 4, column ");
    }

    @Test
    void aRecordWhoseIdIsNotYetKnownIsNamedByItsPlace() {
        readingAnnotation("\"image_id\": \"42\", \"id\": 173")
                .hasMessageContaining("annotations[0]: image_id is a string, expected an integer");
    }

    @Test
    void aBoxOfThreeNumbers() {
        readingAnnotation(GOOD.replace(", 4]", "]"))
                .hasMessageContaining("annotation 173: bbox has 3 numbers, expected 4");
    }

    @Test
    void aBoxOfFiveNumbers() {
        readingAnnotation(GOOD.replace("4]", "4, 5]"))
                .hasMessageContaining("annotation 173: bbox has more than 4 numbers");
    }

    @Test
    void aBoxThatIsNoList() {
        readingAnnotation(GOOD.replace("[1, 2, 3, 4]", "null"))
                .hasMessageContaining("bbox is null, expected a list of 4 numbers");
    }

    @Test
    void aNumberBeyondAllBounds() {
        readingAnnotation(GOOD.replace("4]", "1e999]"))
                .hasMessageContaining("annotation 173: bbox[3] 1e999 is too large");
    }

    @Test
    void anIdBeyondAllBounds() {
        readingAnnotation(GOOD.replace("173", "99999999999999999999"))
                .hasMessageContaining("annotations[0]: id 99999999999999999999 is too large");
    }

    @Test
    void aCrowdFlagOfTwo() {
        readingAnnotation(GOOD + ", \"iscrowd\": 2")
                .hasMessageContaining("annotation 173: iscrowd is 2, expected 0 to 1");
    }

    @Test
    void aNegativeArea() {
        readingAnnotation(GOOD + ", \"area\": -3").hasMessageContaining("annotation 173: area is negative");
    }

    @Test
    void aMissingBox() {
        readingAnnotation("\"id\": 173, \"image_id\": 42, \"category_id\": 7")
                .hasMessageContaining("annotation 173: bbox is missing");
    }

    @Test
    void aMissingFileName() {
        reading(CocoFile.ofSections(folder, "\"images\": [{\"id\": 1}]"))
                .hasMessageContaining("image 1: file_name is missing");
    }

    @Test
    void aFileNameThatCannotBeOne() {
        reading(CocoFile.ofSections(
                        folder,
                        "\"images\": [{\"id\": 1, \"file_name\": \"a\\u0000.jpg\", \"width\": 1, \"height\": 1}]",
                        CocoFile.CATEGORIES,
                        "\"annotations\": []"))
                .hasMessageContaining("image 1: file_name is no file name");
    }

    @Test
    void anImageWithoutId() {
        reading(CocoFile.ofSections(folder, "\"images\": [{\"file_name\": \"a.jpg\"}]"))
                .hasMessageContaining("images[0]: id is missing");
    }

    @Test
    void anImageOfNoWidth() {
        reading(CocoFile.ofSections(folder, "\"images\": [{\"id\": 1, \"width\": 0}]"))
                .hasMessageContaining("image 1: width is 0, expected 1 to");
    }

    @Test
    void aCategoryWithoutName() {
        reading(CocoFile.ofSections(folder, "\"categories\": [{\"id\": 1}]"))
                .hasMessageContaining("category 1: name is missing");
    }

    @Test
    void aRecordThatIsANumber() {
        reading(CocoFile.ofSections(folder, "\"images\": [5]"))
                .hasMessageContaining("images[0]: is an integer, expected a record");
    }

    @Test
    void aSizeThatNeitherFileNorPictureTells() {
        reading(CocoFile.ofSections(
                        folder,
                        "\"images\": [{\"id\": 1, \"file_name\": \"gone.jpg\"}]",
                        CocoFile.CATEGORIES,
                        "\"annotations\": []"))
                .hasMessageContaining("image 1: has no width and height")
                .hasMessageContaining("gone.jpg: does not exist");
    }
}
