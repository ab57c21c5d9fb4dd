package org.tresnet4j.detection.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.batch.Padding;
import org.tresnet4j.datasets.image.RgbImage;
import org.tresnet4j.datasets.transform.Sample;
import org.tresnet4j.detection.assign.Assigner;
import org.tresnet4j.detection.assign.AtssAssigner;
import org.tresnet4j.detection.assign.FcosAssigner;

class TargetCollatorTest {

    private static final int SIDE = 128;
    private static final Box BOX = new Box(20, 30, 90, 100);

    static Stream<Assigner> assigners() {
        return Stream.of(new AtssAssigner(), new FcosAssigner());
    }

    @ParameterizedTest
    @MethodSource("assigners")
    void anImageOfCrowdsOnlyIsAllBackground(Assigner assigner) {
        assertThat(classes(assigner, crowd(1), crowd(2))).containsOnly(Assigner.BACKGROUND);
    }

    @ParameterizedTest
    @MethodSource("assigners")
    void aCrowdTakesNoLocationFromAnObject(Assigner assigner) {
        double[] alone = classes(assigner, object(1));
        assertThat(alone).contains(1);
        assertThat(classes(assigner, crowd(0), object(1))).containsExactly(alone);
    }

    private static Annotation crowd(int classIndex) {
        return new Annotation(7, classIndex, new Box(10, 10, 120, 120), 5000, true);
    }

    private static Annotation object(int classIndex) {
        return new Annotation(8, classIndex, BOX, BOX.area(), false);
    }

    /** The class column of the targets of one image. */
    private static double[] classes(Assigner assigner, Annotation... annotations) {
        AnnotatedImage image = new AnnotatedImage(1, Path.of("memory.png"), SIDE, SIDE, List.of(annotations));
        try (RgbImage pixels = RgbImage.of(SIDE, SIDE, new byte[3 * SIDE * SIDE])) {
            INDArray targets = new TargetCollator(assigner, Padding.toMultipleOf(SIDE), new Grids())
                    .collate(List.of(Sample.of(image, pixels)))
                    .getLabels(0);
            return targets.get(NDArrayIndex.point(0), NDArrayIndex.all(), NDArrayIndex.point(0))
                    .toDoubleVector();
        }
    }
}
