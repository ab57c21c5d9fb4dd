package org.tresnet4j.datasets.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.datasets.Pictures;
import org.tresnet4j.datasets.coco.CocoException;
import org.tresnet4j.datasets.coco.CocoPolicy;
import org.tresnet4j.datasets.coco.CocoPolicy.EmptyImages;
import org.tresnet4j.datasets.coco.CocoSplit;
import org.tresnet4j.datasets.image.OnCorruptImage;

class DatasetCheckTest {

    @TempDir
    private Path folder;

    private Split split() {
        return new Split(folder, "train");
    }

    /** A picture with a dog, to which faults are added. */
    private Split sound() throws IOException {
        return split().picture(1, "a.png").box(1, 1, 7, "5, 5, 10, 10");
    }

    private static SplitReport check(Split split) throws IOException {
        return check(split.write()).get(0);
    }

    private static List<SplitReport> check(CocoSplit... splits) {
        return DatasetCheck.check(List.of(splits), split -> {});
    }

    private static List<String> findings(SplitReport report, Problem problem) {
        return report.byProblem().getOrDefault(problem, List.of()).stream()
                .map(Finding::toString)
                .toList();
    }

    private static void assertOnly(SplitReport report, Problem problem, String... findings) {
        assertThat(report.byProblem()).containsOnlyKeys(problem);
        assertThat(findings(report, problem)).containsExactly(findings);
    }

    @Test
    void aSoundSplitHasNoFindings() throws IOException {
        SplitReport report = check(sound());
        assertThat(report.findings()).isEmpty();
        assertThat(report.images()).isEqualTo(1);
        assertThat(report.annotations()).isEqualTo(1);
        assertThat(report.categories()).isEqualTo(2);
        assertThat(report.isBroken(OnCorruptImage.FAIL)).isFalse();
    }

    @Test
    void aPictureThatIsMissing() throws IOException {
        SplitReport report = check(sound().image(2, "gone.png").box(2, 2, 7, "5, 5, 10, 10"));
        assertOnly(report, Problem.MISSING_PICTURE, "image 2: " + folder.resolve("gone.png") + ": does not exist");
        assertThat(report.isBroken(OnCorruptImage.FAIL)).isTrue();
        assertThat(report.isBroken(OnCorruptImage.SKIP)).isFalse();
    }

    @Test
    void aPictureThatIsNone() throws IOException {
        Files.writeString(folder.resolve("b.jpg"), "<html>404</html>");
        SplitReport report = check(sound().image(2, "b.jpg").box(2, 2, 7, "5, 5, 10, 10"));
        assertThat(report.byProblem()).containsOnlyKeys(Problem.UNREADABLE_PICTURE);
        assertThat(findings(report, Problem.UNREADABLE_PICTURE).get(0))
                .startsWith("image 2: ")
                .contains("b.jpg: is not a");
    }

    @Test
    void aPictureThatIsCutOff() throws IOException {
        Path whole = Pictures.write(Pictures.plain(40, 30, Color.RED), folder.resolve("whole.jpg"));
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(folder.resolve("half.jpg"), Arrays.copyOf(bytes, bytes.length - 40));
        Files.createFile(folder.resolve("nothing.jpg"));
        SplitReport report = check(sound().image(2, "half.jpg")
                .box(2, 2, 7, "5, 5, 10, 10")
                .image(3, "nothing.jpg")
                .box(3, 3, 7, "5, 5, 10, 10"));
        assertThat(report.byProblem()).containsOnlyKeys(Problem.CUT_OFF_PICTURE);
        assertThat(findings(report, Problem.CUT_OFF_PICTURE)).hasSize(2);
    }

    @Test
    void aPngThatIsCutOffIsFoundOut() throws IOException {
        Path whole = Pictures.write(Pictures.plain(40, 30, Color.RED), folder.resolve("whole.png"));
        byte[] bytes = Files.readAllBytes(whole);
        Files.write(folder.resolve("half.png"), Arrays.copyOf(bytes, bytes.length / 2));
        SplitReport report = check(sound().image(2, "half.png").box(2, 2, 7, "5, 5, 10, 10"));
        assertThat(report.isBroken(OnCorruptImage.FAIL)).isTrue();
    }

    @Test
    void aPictureOfAnotherSize() throws IOException {
        Pictures.write(Pictures.plain(80, 60, Color.RED), folder.resolve("large.png"));
        SplitReport report = check(sound().image(2, "large.png").box(2, 2, 7, "5, 5, 10, 10"));
        assertThat(report.byProblem()).containsOnlyKeys(Problem.OTHER_SIZE);
        assertThat(findings(report, Problem.OTHER_SIZE).get(0)).contains("is 80x60 pixels", "are for 40x30");
    }

    @Test
    void boxesThatLeaveThePicture() throws IOException {
        SplitReport report = check(sound().box(2, 1, 7, "30, 20, 20, 5").box(3, 1, 7, "50, 5, 5, 5"));
        assertThat(report.byProblem()).containsOnlyKeys(Problem.OUTSIDE_BOX, Problem.PARTLY_OUTSIDE_BOX);
        assertThat(findings(report, Problem.PARTLY_OUTSIDE_BOX))
                .containsExactly("annotation 2: bbox [30.0, 20.0, 20.0, 5.0] of image 1 (a.png), which is 40x30");
        assertThat(findings(report, Problem.OUTSIDE_BOX))
                .containsExactly("annotation 3: bbox [50.0, 5.0, 5.0, 5.0] of image 1 (a.png), which is 40x30");
        assertThat(report.isBroken(OnCorruptImage.FAIL)).isFalse();
    }

    @Test
    void boxesWithoutArea() throws IOException {
        SplitReport report = check(sound().box(2, 1, 7, "5, 5, 0, 5").box(3, 1, 7, "5, 5, 5, -2"));
        assertOnly(
                report,
                Problem.EMPTY_BOX,
                "annotation 2: bbox [5.0, 5.0, 0.0, 5.0] of image 1 (a.png)",
                "annotation 3: bbox [5.0, 5.0, 5.0, -2.0] of image 1 (a.png)");
        assertThat(report.consequence(Problem.EMPTY_BOX, OnCorruptImage.FAIL)).isEqualTo(Consequence.LEFT_OUT);
    }

    @Test
    void referencesToNothing() throws IOException {
        SplitReport report = check(sound().box(2, 9, 7, "5, 5, 5, 5").box(3, 1, 8, "5, 5, 5, 5"));
        assertThat(report.byProblem()).containsOnlyKeys(Problem.UNKNOWN_IMAGE, Problem.UNKNOWN_CATEGORY);
        assertThat(findings(report, Problem.UNKNOWN_IMAGE)).containsExactly("annotation 2: image 9 is not in images");
        assertThat(findings(report, Problem.UNKNOWN_CATEGORY))
                .containsExactly("annotation 3: category 8 is not in categories");
        assertThat(report.isBroken(OnCorruptImage.SKIP)).isTrue();
    }

    @Test
    void idsThatOccurAgain() throws IOException {
        SplitReport report = check(
                sound().picture(1, "b.png")
                        .box(1, 1, 2, "50, 1, 2, 2")
                        .categories(
                                "{\"id\": 7, \"name\": \"dog\"}, {\"id\": 2, \"name\": \"cat\"}, {\"id\": 7, \"name\": \"cow\"}"));
        assertThat(findings(report, Problem.DUPLICATE_IMAGE_ID)).containsExactly("image 1: occurs again, as b.png");
        assertThat(findings(report, Problem.DUPLICATE_ANNOTATION_ID)).containsExactly("annotation 1: occurs again");
        assertThat(findings(report, Problem.DUPLICATE_CATEGORY_ID)).containsExactly("category 7: occurs again, as cow");
        assertThat(findings(report, Problem.OUTSIDE_BOX)).as("told once").hasSize(1);
        assertThat(report.isBroken(OnCorruptImage.SKIP)).isTrue();
    }

    @Test
    void imagesWithoutAnnotationsFollowThePolicy() throws IOException {
        SplitReport kept = check(sound().picture(2, "b.png"));
        assertOnly(kept, Problem.NO_ANNOTATIONS, "image 2: b.png");
        assertThat(kept.consequence(Problem.NO_ANNOTATIONS, OnCorruptImage.FAIL))
                .isEqualTo(Consequence.NOTHING);

        SplitReport dropped =
                check(sound().picture(2, "b.png").policy(CocoPolicy.defaults().withEmptyImages(EmptyImages.DROP)));
        assertThat(dropped.consequence(Problem.NO_ANNOTATIONS, OnCorruptImage.FAIL))
                .isEqualTo(Consequence.LEFT_OUT);
    }

    @Test
    void crowds() throws IOException {
        SplitReport report = check(sound().annotationRecord(
                        "\"id\": 2, \"image_id\": 1, \"category_id\": 7, \"bbox\": [1, 1, 9, 9], \"iscrowd\": 1"));
        assertOnly(report, Problem.CROWD, "annotation 2: of image 1 (a.png)");
    }

    @Test
    void recordsOfTheWrongFormAreAllToldAndDoNotHideOthers() throws IOException {
        SplitReport report =
                check(sound().annotationRecord("\"id\": 2, \"image_id\": \"1\", \"extra\": {\"a\": [1, {}]}")
                        .annotationRecord("\"id\": 3, \"image_id\": 1, \"category_id\": 7, \"bbox\": [1, [2], 3, 4]")
                        .annotationRecord("\"id\": 4, \"image_id\": 1, \"category_id\": 7")
                        .box(5, 1, 7, "5, 5, 0, 5")
                        .imageRecord("\"id\": 6"));
        assertThat(report.byProblem()).containsOnlyKeys(Problem.MALFORMED_RECORD, Problem.EMPTY_BOX);
        assertThat(findings(report, Problem.MALFORMED_RECORD))
                .hasSize(4)
                .satisfiesExactlyInAnyOrder(
                        found -> assertThat(found)
                                .startsWith("annotation 2: image_id is a string, expected an integer (line "),
                        found -> assertThat(found).startsWith("annotation 3: bbox[1] is a list, expected a number"),
                        found -> assertThat(found).startsWith("annotation 4: bbox is missing"),
                        found -> assertThat(found).startsWith("image 6: file_name is missing"));
        assertThat(report.annotations()).isEqualTo(2);
    }

    @Test
    void aListOfNumbersInPlaceOfRecordsIsTold() throws IOException {
        SplitReport report = check(sound().categories("5, [6, [7]], {\"id\": 7, \"name\": \"dog\"}"));
        assertThat(findings(report, Problem.MALFORMED_RECORD)).hasSize(2);
        assertThat(report.categories()).isEqualTo(1);
    }

    @Test
    void anAnnotationFileThatIsNoneDoesNotHideTheOtherSplits() throws IOException {
        CocoSplit broken = split().write();
        Files.writeString(broken.annotations(), "[]");
        CocoSplit other = new Split(folder, "validation").image(1, "gone.png").write();
        List<SplitReport> reports = check(broken, other);
        assertOnly(
                reports.get(0),
                Problem.ANNOTATION_FILE,
                "is not a COCO annotation file with \"images\", \"annotations\" and \"categories\":"
                        + " it is a list (of detection results?)");
        assertThat(findings(reports.get(1), Problem.MISSING_PICTURE)).hasSize(1);
    }

    @Test
    void aSplitWithOtherCategoriesThanTheFirst() throws IOException {
        CocoSplit train = sound().write();
        CocoSplit validation = new Split(folder, "validation")
                .picture(2, "b.png")
                .box(1, 2, 7, "5, 5, 10, 10")
                .categories("{\"id\": 2, \"name\": \"cat\"}, {\"id\": 7, \"name\": \"dog\"}")
                .write();
        List<SplitReport> reports = check(train, validation);
        assertThat(reports.get(0).findings()).isEmpty();
        assertOnly(reports.get(1), Problem.OTHER_CATEGORIES, "has [cat, dog], the first split has [dog, cat]");
    }

    @Test
    void picturesThatAreInTwoSplits() throws IOException {
        CocoSplit train = sound().write();
        CocoSplit validation = new Split(folder, "validation")
                .image(5, "../" + folder.getFileName() + "/a.png")
                .box(1, 5, 7, "5, 5, 10, 10")
                .write();
        SplitReport report = check(train, validation).get(1);
        assertOnly(report, Problem.IN_EARLIER_SPLIT, "image 5: " + folder.resolve("a.png") + " is in train, too");
        assertThat(report.shared()).containsExactly(entry("train", 1));
        assertThat(report.isBroken(OnCorruptImage.FAIL)).isFalse();
    }

    @Test
    void sizesThatOnlyThePictureTells() throws IOException {
        SplitReport report = check(sound().picture(2, "b.png")
                .box(2, 2, 7, "50, 5, 10, 10")
                .imageRecord("\"id\": 3, \"file_name\": \"b.png\"")
                .box(3, 3, 7, "50, 5, 10, 10")
                .imageRecord("\"id\": 4, \"file_name\": \"gone.png\"")
                .box(4, 4, 7, "5, 5, 10, 10"));
        assertThat(findings(report, Problem.SIZE_FROM_PICTURE))
                .containsExactly("image 3: " + folder.resolve("b.png") + ": 40x30");
        assertThat(findings(report, Problem.OUTSIDE_BOX)).hasSize(2);
        assertThat(findings(report, Problem.UNKNOWN_SIZE))
                .containsExactly("image 4: gone.png: has no width and height, and its picture cannot tell");
    }

    @Test
    void aSplitWithoutAnImageToUse() throws IOException {
        CocoPolicy drop = CocoPolicy.defaults().withEmptyImages(EmptyImages.DROP);
        SplitReport noBox =
                check(split().picture(1, "a.png").box(1, 1, 7, "5, 5, 0, 0").policy(drop));
        assertThat(findings(noBox, Problem.NO_IMAGES))
                .containsExactly("none of 1 images has a picture and a usable box");
        SplitReport noPicture = check(split().image(1, "gone.png").box(1, 1, 7, "5, 5, 5, 5"));
        assertThat(findings(noPicture, Problem.NO_IMAGES)).containsExactly("none of 1 images has a picture");
        assertThat(noPicture.isBroken(OnCorruptImage.SKIP)).isTrue();
        assertThat(findings(check(split().categories("")), Problem.NO_CATEGORIES))
                .hasSize(1);
    }

    /** What reading for training refuses is what the check calls failing. */
    @Test
    void failsWhereTrainingFails() throws IOException {
        List<CocoSplit> splits = new ArrayList<>();
        splits.add(sound().write());
        splits.add(new Split(folder, "duplicate")
                .image(1, "a.png")
                .image(1, "a.png")
                .write());
        splits.add(new Split(folder, "unknown")
                .image(1, "a.png")
                .box(1, 2, 7, "1, 1, 1, 1")
                .write());
        splits.add(new Split(folder, "malformed")
                .image(1, "a.png")
                .annotationRecord("\"id\": 1")
                .write());
        List<SplitReport> reports = check(splits.toArray(CocoSplit[]::new));
        assertThat(reports.get(0).isBroken(OnCorruptImage.FAIL)).isFalse();
        assertThat(splits.get(0).read().images()).hasSize(1);
        for (SplitReport report : reports.subList(1, 4)) {
            assertThat(report.isBroken(OnCorruptImage.SKIP))
                    .as(report.split().name())
                    .isTrue();
            assertThatThrownBy(report.split()::read).isInstanceOf(CocoException.class);
        }
    }

    @Test
    void findingsOfImagesAreInTheirOrderWhateverTheThreads() throws IOException {
        Split split = split();
        IntStream.rangeClosed(1, 200).forEach(id -> split.image(id, "gone-" + id + ".png"));
        assertThat(check(split).byProblem().get(Problem.MISSING_PICTURE))
                .extracting(Finding::record)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 200)
                        .mapToObj(id -> "image " + id)
                        .toList());
    }
}
