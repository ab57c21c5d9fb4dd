package org.tresnet4j.datasets.transform;

import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.Scalar;
import org.opencv.imgproc.Imgproc;

/** Changes of colours in place, with PIL's definitions up to the rounding of a grey level. */
final class Colours {

    private Colours() {}

    static void brightness(Mat pixels, double factor) {
        if (factor != 1) {
            pixels.convertTo(pixels, CvType.CV_8UC3, factor, 0);
        }
    }

    static void contrast(Mat pixels, double factor) {
        if (factor != 1) {
            Mat grey = new Mat();
            Imgproc.cvtColor(pixels, grey, Imgproc.COLOR_RGB2GRAY);
            double mean = Math.floor(Core.mean(grey).val[0] + 0.5);
            grey.release();
            pixels.convertTo(pixels, CvType.CV_8UC3, factor, (1 - factor) * mean);
        }
    }

    static void saturation(Mat pixels, double factor) {
        if (factor != 1) {
            Mat grey = new Mat();
            Imgproc.cvtColor(pixels, grey, Imgproc.COLOR_RGB2GRAY);
            Imgproc.cvtColor(grey, grey, Imgproc.COLOR_GRAY2RGB);
            Core.addWeighted(pixels, factor, grey, 1 - factor, 0, pixels);
            grey.release();
        }
    }

    /** In 256 steps of hue, like PIL's HSV; they wrap around by themselves in 8 bits. */
    static void hue(Mat pixels, double turn) {
        int steps = (int) (turn * 255);
        if (steps != 0) {
            Mat table = new Mat(1, 256, CvType.CV_8UC3);
            byte[] entries = new byte[3 * 256];
            for (int value = 0; value < 256; value++) {
                entries[3 * value] = (byte) (value + steps);
                entries[3 * value + 1] = (byte) value;
                entries[3 * value + 2] = (byte) value;
            }
            table.put(0, 0, entries);
            Imgproc.cvtColor(pixels, pixels, Imgproc.COLOR_RGB2HSV_FULL);
            Core.LUT(pixels, table, pixels);
            Imgproc.cvtColor(pixels, pixels, Imgproc.COLOR_HSV2RGB_FULL);
            table.release();
        }
    }

    /**
     * f·p + (1−f)·s, s the picture smoothed by (1 1 1, 1 5 1, 1 1 1)/13 but for its outermost pixels, as PIL's.
     *
     * @param factor f, not negative; 1 changes nothing
     */
    static void sharpness(Mat pixels, double factor) {
        if (factor != 1 && pixels.rows() > 2 && pixels.cols() > 2) {
            Mat smooth = pixels.clone();
            Mat inner = smooth.submat(1, pixels.rows() - 1, 1, pixels.cols() - 1);
            Mat filtered = new Mat();
            Mat kernel = Mat.ones(3, 3, CvType.CV_32F);
            kernel.put(1, 1, 5);
            Core.multiply(kernel, new Scalar(1 / 13.0), kernel);
            Imgproc.filter2D(pixels, filtered, -1, kernel);
            Mat filteredInner = filtered.submat(1, pixels.rows() - 1, 1, pixels.cols() - 1);
            filteredInner.copyTo(inner);
            Core.addWeighted(pixels, factor, smooth, 1 - factor, 0, pixels);
            filteredInner.release();
            inner.release();
            filtered.release();
            kernel.release();
            smooth.release();
        }
    }
}
