package org.tresnet4j.datasets.coco;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.datasets.Pictures;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.AnnotationIndex;
import org.tresnet4j.datasets.annotation.Box;

class CocoReaderTest {

    private static final String RIGHT_BOX = "\"bbox\": [1, 2, 3, 4]";

    @TempDir
    private Path folder;

    private AnnotationIndex standard() {
        return CocoFile.ofSections(folder, CocoFile.IMAGES, CocoFile.CATEGORIES, CocoFile.ANNOTATIONS)
                .read();
    }

    @Test
    void imagesKeepTheirOrderIdsAndSizes() {
        assertThat(standard().images()).extracting(AnnotatedImage::id).containsExactly(42L, 9L);
        AnnotatedImage second = standard().images().get(1);
        assertThat(second.file()).isEqualTo(folder.resolve("sub").resolve("b.jpg"));
        assertThat(second.width()).isEqualTo(640);
        assertThat(second.height()).isEqualTo(480);
    }

    @Test
    void classIndicesFollowTheOrderOfCategories() {
        assertThat(standard().labels().names()).containsExactly("dog", "cat");
        assertThat(standard().images().get(0).annotations())
                .extracting(Annotation::classIndex)
                .containsExactly(1, 0);
    }

    @Test
    void boxesBecomeCornersAndAreasAreTheFilesOwn() {
        assertThat(standard().images().get(0).annotations().get(0))
                .isEqualTo(new Annotation(100, 1, new Box(10, 20, 40, 60), 500.5, false));
    }

    @Test
    void crowdsAreMarkedAndCounted() {
        assertThat(standard().images().get(1).annotations().get(0).crowd()).isTrue();
        assertThat(standard().report().crowds()).isEqualTo(1);
    }

    @Test
    void theOrderOfTheSectionsDoesNotMatter() {
        String extra = "\"info\": {\"images\": [1, {\"annotations\": []}]}";
        AnnotationIndex turned = CocoFile.ofSections(
                        folder, CocoFile.ANNOTATIONS, extra, CocoFile.CATEGORIES, CocoFile.IMAGES)
                .read();
        assertThat(turned).isEqualTo(standard());
    }

    @Test
    void anAnnotationMayLackIdAreaAndCrowdFlag() {
        AnnotationIndex index = CocoFile.withAnnotation(folder, "\"image_id\": 42, \"category_id\": 2, " + RIGHT_BOX)
                .read();
        assertThat(index.images().get(0).annotations())
                .containsExactly(new Annotation(-1, 1, new Box(1, 2, 4, 6), 12, false));
    }

    @Test
    void nullAreaAndCrowdFlagAreAsGoodAsNone() {
        AnnotationIndex index = CocoFile.withAnnotation(
                        folder,
                        "\"id\": 1, \"image_id\": 42, \"category_id\": 2, \"area\": null, \"iscrowd\": null, "
                                + RIGHT_BOX)
                .read();
        assertThat(index.images().get(0).annotations().get(0).area()).isEqualTo(12);
    }

    @Test
    void boxesWithoutAreaAreDroppedAndCounted() {
        AnnotationIndex index = withBox("[181, 329, 0, 0]").read();
        assertThat(index.images().get(0).annotations()).isEmpty();
        assertThat(index.report().degenerateBoxes()).isEqualTo(1);
    }

    @Test
    void negativeWidthsCountAsWithoutArea() {
        assertThat(withBox("[181, 329, -5, 10]").read().report().degenerateBoxes())
                .isEqualTo(1);
    }

    @Test
    void boxesOverTheEdgeAreClippedAndCounted() {
        AnnotationIndex index = withBox("[-10, 470, 30, 30]").read();
        assertThat(index.images().get(0).annotations().get(0).box()).isEqualTo(new Box(0, 470, 20, 480));
        assertThat(index.report().clippedBoxes()).isEqualTo(1);
    }

    @Test
    void boxesWhollyOutsideAreDroppedAndCounted() {
        AnnotationIndex index = withBox("[700, 10, 30, 30]").read();
        assertThat(index.report().annotations()).isZero();
        assertThat(index.report().outsideBoxes()).isEqualTo(1);
    }

    @Test
    void boxesOverTheEdgeCanBeDropped() {
        AnnotationIndex index = withBox("[-10, 470, 30, 30]")
                .read(CocoPolicy.defaults().withOutOfImageBoxes(CocoPolicy.OutOfImageBoxes.DROP));
        assertThat(index.report().outsideBoxes()).isEqualTo(1);
        assertThat(index.report().annotations()).isZero();
    }

    @Test
    void boxesOverTheEdgeCanBeKeptForAnEvaluationLikePycocotools() {
        AnnotationIndex index = withBox("[-10, 470, 30, 30]")
                .read(CocoPolicy.defaults().withOutOfImageBoxes(CocoPolicy.OutOfImageBoxes.KEEP));
        assertThat(index.images().get(0).annotations().get(0).box()).isEqualTo(new Box(-10, 470, 20, 500));
    }

    @Test
    void imagesWithoutAnnotationsAreKept() {
        AnnotationIndex index = withBox("[1, 2, 3, 4]").read();
        assertThat(index.images()).hasSize(2);
        assertThat(index.report().emptyImages()).isEqualTo(1);
    }

    @Test
    void imagesWithoutAnnotationsCanBeDropped() {
        AnnotationIndex index =
                withBox("[1, 2, 3, 4]").read(CocoPolicy.defaults().withEmptyImages(CocoPolicy.EmptyImages.DROP));
        assertThat(index.images()).extracting(AnnotatedImage::id).containsExactly(42L);
        assertThat(index.report().emptyImagesDropped()).isEqualTo(1);
    }

    @Test
    void crowdsCanBeDroppedAndLeaveAnEmptyImageBehind() {
        AnnotationIndex index = CocoFile.ofSections(folder, CocoFile.IMAGES, CocoFile.CATEGORIES, CocoFile.ANNOTATIONS)
                .read(CocoPolicy.defaults().withCrowds(CocoPolicy.Crowds.DROP));
        assertThat(index.report().crowdsDropped()).isEqualTo(1);
        assertThat(index.report().crowds()).isZero();
        assertThat(index.report().emptyImages()).isEqualTo(1);
    }

    @Test
    void annotationsOfUnknownImagesCanBeDropped() {
        AnnotationIndex index = CocoFile.withAnnotation(
                        folder, "\"id\": 1, \"image_id\": 1, \"category_id\": 2, " + RIGHT_BOX)
                .read(CocoPolicy.defaults().withUnknownReferences(CocoPolicy.UnknownReferences.DROP));
        assertThat(index.report().unknownReferences()).isEqualTo(1);
    }

    @Test
    void aSizeThatIsMissingIsReadFromThePicture() throws IOException {
        Pictures.write(Pictures.plain(31, 17, Color.RED), folder.resolve("c.png"));
        AnnotationIndex index = CocoFile.ofSections(
                        folder,
                        "\"images\": [{\"id\": 1, \"file_name\": \"c.png\"}]",
                        CocoFile.CATEGORIES,
                        "\"annotations\": []")
                .read();
        assertThat(index.images().get(0).width()).isEqualTo(31);
        assertThat(index.images().get(0).height()).isEqualTo(17);
        assertThat(index.report().sizesFromFiles()).isEqualTo(1);
    }

    @Test
    void aByteOrderMarkIsNoObstacle() {
        AnnotationIndex index = CocoFile.of(
                        folder,
                        "\uFEFF{"
                                + String.join(",", List.of(CocoFile.IMAGES, CocoFile.CATEGORIES, CocoFile.ANNOTATIONS))
                                + "}")
                .read();
        assertThat(index.report().annotations()).isEqualTo(3);
    }

    private CocoFile withBox(String box) {
        return CocoFile.withAnnotation(folder, "\"id\": 5, \"image_id\": 42, \"category_id\": 7, \"bbox\": " + box);
    }
}
