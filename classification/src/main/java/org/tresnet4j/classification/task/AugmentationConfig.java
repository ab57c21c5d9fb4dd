package org.tresnet4j.classification.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tresnet4j.datasets.batch.BatchTransform;
import org.tresnet4j.datasets.batch.MixedImages;
import org.tresnet4j.datasets.transform.AutoAugment;
import org.tresnet4j.datasets.transform.ColorJitter;
import org.tresnet4j.datasets.transform.Compose;
import org.tresnet4j.datasets.transform.Cutout;
import org.tresnet4j.datasets.transform.HorizontalFlip;
import org.tresnet4j.datasets.transform.RandAugment;
import org.tresnet4j.datasets.transform.RandomErasing;
import org.tresnet4j.datasets.transform.RandomResizedCrop;
import org.tresnet4j.datasets.transform.SquishResize;
import org.tresnet4j.datasets.transform.Transform;
import org.tresnet4j.datasets.transform.VerticalFlip;
import org.tresnet4j.runner.config.Key;

/** Random changes of training images, in the order in which they are applied. */
public record AugmentationConfig(
        @Key(
                value =
                        "least area of the random crop as a part of the image's; 1 is no crop: the whole image, squished",
                defaultValue = "0.08",
                above = 0,
                max = 1)
        double minimumArea,

        @Key(value = "probability of a horizontal flip", defaultValue = "0.5", min = 0, max = 1)
        double flip,

        @Key(value = "probability of a vertical flip, for pictures without an up", defaultValue = "0", min = 0, max = 1)
        double verticalFlip,

        @Key("AutoAugment's policy: imagenet or cifar; none unless set")
        Optional<AutoAugment.Policy> autoAugment,

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
                defaultValue = "0",
                min = 0,
                max = 1)
        double cutout,

        @Key(value = "probability of a rectangle of noise", defaultValue = "0", min = 0, max = 1)
        double erasing,

        @Key(
                value = "mixup: parameter of the distribution of proportions; 0 is off",
                defaultValue = "0",
                min = 0,
                max = MixedImages.LARGEST)
        double mixup,

        @Key(
                value =
                        "CutMix: parameter of the distribution of proportions; 0 is off; with mixup one of the two a batch",
                defaultValue = "0",
                min = 0,
                max = MixedImages.LARGEST)
        double cutMix) {

    /** What happens to a decoded image before anything random does: the resize, unless a crop comes first. */
    Transform preparation(int size) {
        return crops() ? Compose.of() : new SquishResize(size);
    }

    private boolean crops() {
        return minimumArea < 1;
    }

    /** From a prepared image to what the network sees in training. */
    Transform training(int size) {
        List<Transform> steps = new ArrayList<>();
        if (crops()) {
            steps.add(new RandomResizedCrop(size, minimumArea));
        }
        if (flip > 0) {
            steps.add(new HorizontalFlip(flip));
        }
        if (verticalFlip > 0) {
            steps.add(new VerticalFlip(verticalFlip));
        }
        autoAugment.map(AutoAugment::new).ifPresent(steps::add);
        if (randAugment > 0) {
            steps.add(new RandAugment(randAugment, magnitude));
        }
        if (brightness > 0 || contrast > 0 || saturation > 0 || hue > 0) {
            steps.add(new ColorJitter(brightness, contrast, saturation, hue));
        }
        if (cutout > 0) {
            steps.add(new Cutout(cutout));
        }
        if (erasing > 0) {
            steps.add(new RandomErasing(erasing));
        }
        return new Compose(steps);
    }

    /** What happens to a batch as a whole. */
    BatchTransform mixing() {
        return mixup > 0 || cutMix > 0 ? new MixedImages(mixup, cutMix) : BatchTransform.NONE;
    }
}
