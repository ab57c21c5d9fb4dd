package org.tresnet4j.detection.task;

import java.util.List;
import java.util.Optional;
import org.tresnet4j.datasets.batch.Padding;
import org.tresnet4j.datasets.transform.FitInside;
import org.tresnet4j.datasets.transform.KeepRatioResize;
import org.tresnet4j.datasets.transform.MultiScaleResize;
import org.tresnet4j.datasets.transform.Transform;
import org.tresnet4j.detection.fpn.FeaturePyramid;
import org.tresnet4j.runner.config.Key;

/**
 * How large the network sees images: the ratio of their sides is kept; what is missing to the size of a batch is added on
 * the right and below.
 */
public record ImagesConfig(
        @Key(
                value = "pixels of the short side; several: one at random for each training image, the first otherwise",
                min = 32)
        List<Integer> shortSides,

        @Key(value = "pixels that the long side may have at most", min = 32)
        int longSide,

        @Key(
                value =
                        "width and height of every batch, instead of what its images need: images are made to fit inside",
                min = 32)
        Optional<List<Integer>> letterbox) {

    public ImagesConfig {
        new MultiScaleResize(shortSides, longSide);
        letterbox.ifPresent(ImagesConfig::checkLetterbox);
    }

    private static void checkLetterbox(List<Integer> sides) {
        boolean fits = sides.size() == 2 && sides.stream().allMatch(side -> side % FeaturePyramid.STRIDE == 0);
        if (!fits) {
            throw new IllegalArgumentException("letterbox " + sides + " must be a width and a height, multiples of "
                    + FeaturePyramid.STRIDE + ", the stride of the network");
        }
    }

    /** Whether training sees every image at one size. */
    boolean isOneSize() {
        return letterbox.isPresent() || shortSides.size() == 1;
    }

    Transform inTraining() {
        return letterbox
                .<Transform>map(sides -> new FitInside(sides.get(0), sides.get(1)))
                .orElseGet(() -> new MultiScaleResize(shortSides, longSide));
    }

    Transform inEvaluation() {
        return letterbox
                .<Transform>map(sides -> new FitInside(sides.get(0), sides.get(1)))
                .orElseGet(() -> new KeepRatioResize(shortSides.get(0), longSide));
    }

    Padding padding() {
        return letterbox
                .map(sides -> Padding.toAtLeast(sides.get(0), sides.get(1)))
                .orElseGet(() -> Padding.toMultipleOf(FeaturePyramid.STRIDE));
    }
}
