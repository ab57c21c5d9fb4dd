package org.tresnet4j.datasets.transform;

import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.imgproc.Imgproc;

/**
 * Moves pixels within a picture of the same size, each new one taking the nearest old one; what comes from outside is grey.
 * The point (x, y) of the new picture, in continuous pixels, shows (ax + by + c, dx + ey + f) of the old.
 */
record Warp(double a, double b, double c, double d, double e, double f) {

    /** What AutoAugment's published code fills with. */
    private static final Scalar GREY = new Scalar(128, 128, 128);

    static Warp shearX(double slope) {
        return new Warp(1, slope, 0, 0, 1, 0);
    }

    static Warp shearY(double slope) {
        return new Warp(1, 0, 0, slope, 1, 0);
    }

    /** To the left for positive pixels, as PIL's transform that AutoAugment uses. */
    static Warp shift(double x, double y) {
        return new Warp(1, 0, x, 0, 1, y);
    }

    /** About the middle of the picture. */
    static Warp rotate(double degrees, Mat pixels) {
        double cos = Math.cos(Math.toRadians(degrees));
        double sin = Math.sin(Math.toRadians(degrees));
        double x = pixels.cols() / 2.0;
        double y = pixels.rows() / 2.0;
        return new Warp(cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y);
    }

    /** In place. */
    void apply(Mat pixels) {
        Mat map = new Mat(2, 3, CvType.CV_64F);
        // OpenCV's pixel (0, 0) is the point (0.5, 0.5)
        map.put(0, 0, a, b, c + (a + b - 1) / 2, d, e, f + (d + e - 1) / 2);
        Mat moved = new Mat();
        int flags = Imgproc.INTER_NEAREST | Imgproc.WARP_INVERSE_MAP;
        Imgproc.warpAffine(pixels, moved, map, pixels.size(), flags, Core.BORDER_CONSTANT, GREY);
        moved.copyTo(pixels);
        moved.release();
        map.release();
    }
}
