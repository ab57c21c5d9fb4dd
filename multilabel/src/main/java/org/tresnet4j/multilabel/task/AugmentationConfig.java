package org.tresnet4j.multilabel.task;

import java.util.ArrayList;
import java.util.List;
import org.tresnet4j.datasets.transform.ColorJitter;
import org.tresnet4j.datasets.transform.Compose;
import org.tresnet4j.datasets.transform.Cutout;
import org.tresnet4j.datasets.transform.HorizontalFlip;
import org.tresnet4j.datasets.transform.RandAugment;
import org.tresnet4j.datasets.transform.Transform;
import org.tresnet4j.runner.config.Key;

/** Random changes of training images, in the order in which they are applied after the resize. */
public record AugmentationConfig(
        @Key(value = "probability of a horizontal flip", defaultValue = "0.5", min = 0, max = 1)
        double flip,

        @Key(value = "RandAugment's operations for each image; 0 is off", defaultValue = "0", min = 0)
        int randAugment,

        @Key(
                value = "how strong RandAugment's operations are",
                defaultValue = "9",
                min = 0,
                max = RandAugment.MAGNITUDES,
                when = "randAugment!=0")
        int magnitude,

        @Key(value = "colour jitter of brightness: factor 1 ± this", defaultValue = "0", min = 0)
        double brightness,

        @Key(value = "colour jitter of contrast: factor 1 ± this", defaultValue = "0", min = 0)
        double contrast,

        @Key(value = "colour jitter of saturation: factor 1 ± this", defaultValue = "0", min = 0)
        double saturation,

        @Key(value = "colour jitter of hue: turns by ± this part of the circle", defaultValue = "0", min = 0, max = 0.5)
        double hue,

        @Key(
                value = "side of the covered rectangle as a part of the image's; 0 is off",
                defaultValue = "0.5",
                min = 0,
                max = 1)
        double cutout) {

    /** From a resized image to what the network sees in training. */
    Transform training() {
        List<Transform> steps = new ArrayList<>();
        if (flip > 0) {
            steps.add(new HorizontalFlip(flip));
        }
        if (randAugment > 0) {
            steps.add(new RandAugment(randAugment, magnitude));
        }
        if (brightness > 0 || contrast > 0 || saturation > 0 || hue > 0) {
            steps.add(new ColorJitter(brightness, contrast, saturation, hue));
        }
        if (cutout > 0) {
            steps.add(new Cutout(cutout));
        }
        return new Compose(steps);
    }
}
