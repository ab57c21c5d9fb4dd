package org.tresnet4j.detection.task;

import java.util.ArrayList;
import java.util.List;
import org.tresnet4j.datasets.transform.ColorJitter;
import org.tresnet4j.datasets.transform.Compose;
import org.tresnet4j.datasets.transform.HorizontalFlip;
import org.tresnet4j.datasets.transform.PhotometricDistortion;
import org.tresnet4j.datasets.transform.RandomCrop;
import org.tresnet4j.datasets.transform.Transform;
import org.tresnet4j.datasets.transform.VerticalFlip;
import org.tresnet4j.runner.config.Key;

/** Random changes of training images: the crop before the resize, the others behind it. */
public record AugmentationConfig(
        @Key(value = "probability of a horizontal flip", defaultValue = "0.5", min = 0, max = 1)
        double flip,

        @Key(value = "probability of a vertical flip, for pictures without an up", defaultValue = "0", min = 0, max = 1)
        double verticalFlip,

        @Key(value = "probability of a crop that keeps objects, as SSD's", defaultValue = "0", min = 0, max = 1)
        double crop,

        @Key(value = "smallest side of a crop as a part of the image's", defaultValue = "0.3", above = 0, max = 1)
        double smallestCrop,

        @Key(value = "probability of each of SSD's changes of colour", defaultValue = "0", min = 0, max = 1)
        double photometric,

        @Key(value = "colour jitter of brightness: factor 1 ± this", defaultValue = "0", min = 0)
        double brightness,

        @Key(value = "colour jitter of contrast: factor 1 ± this", defaultValue = "0", min = 0)
        double contrast) {

    /** What happens to a decoded image before anything random does: the resize, unless a crop or chance comes first. */
    Transform preparation(ImagesConfig images) {
        return isResizedFirst(images) ? images.inEvaluation() : Compose.of();
    }

    private boolean isResizedFirst(ImagesConfig images) {
        return crop == 0 && images.isOneSize();
    }

    /** From a prepared image to what the network sees in training. */
    Transform training(ImagesConfig images) {
        List<Transform> steps = new ArrayList<>();
        if (crop > 0) {
            steps.add(new RandomCrop(crop, smallestCrop));
        }
        if (!isResizedFirst(images)) {
            steps.add(images.inTraining());
        }
        if (flip > 0) {
            steps.add(new HorizontalFlip(flip));
        }
        if (verticalFlip > 0) {
            steps.add(new VerticalFlip(verticalFlip));
        }
        if (photometric > 0) {
            steps.add(new PhotometricDistortion(photometric));
        }
        if (brightness > 0 || contrast > 0) {
            steps.add(new ColorJitter(brightness, contrast, 0, 0));
        }
        return new Compose(steps);
    }
}
