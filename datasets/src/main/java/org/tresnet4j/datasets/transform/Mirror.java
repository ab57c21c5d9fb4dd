package org.tresnet4j.datasets.transform;

import org.opencv.core.Core;
import org.opencv.core.Mat;
import org.tresnet4j.datasets.image.RgbImage;

/** Mirror images, boxes included. */
final class Mirror {

    private static final int LEFT_FOR_RIGHT = 1;
    private static final int TOP_FOR_BOTTOM = 0;

    private Mirror() {}

    static Sample horizontally(Sample sample) {
        RgbImage image = sample.image();
        return sample.moved(mirrored(image, LEFT_FOR_RIGHT), BoxMap.mirroring(image.width()));
    }

    static Sample vertically(Sample sample) {
        RgbImage image = sample.image();
        return sample.moved(mirrored(image, TOP_FOR_BOTTOM), BoxMap.mirroringVertically(image.height()));
    }

    private static RgbImage mirrored(RgbImage image, int flipCode) {
        Mat mirrored = new Mat();
        Core.flip(image.mat(), mirrored, flipCode);
        return RgbImage.of(mirrored);
    }
}
