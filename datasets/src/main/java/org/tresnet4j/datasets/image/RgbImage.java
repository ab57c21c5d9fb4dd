package org.tresnet4j.datasets.image;

import java.util.Objects;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

/**
 * A picture in memory: H×W×3, 8 bits, in the order red, green, blue (not OpenCV's own blue, green, red), rows from the top,
 * no gaps. The pixels are outside the Java heap and are given back by {@link #close()}. Not for several threads at once.
 */
public final class RgbImage implements AutoCloseable {

    private static final int CHANNELS = 3;

    private final Mat pixels;
    private boolean closed;

    private RgbImage(Mat pixels) {
        this.pixels = pixels;
    }

    /**
     * Takes over the Mat: closing the image releases it.
     *
     * @param pixels continuous, of type CV_8UC3, in RGB order
     * @throws IllegalArgumentException if it is anything else or has no pixels
     */
    public static RgbImage of(Mat pixels) {
        Objects.requireNonNull(pixels, "pixels");
        if (pixels.empty() || pixels.type() != CvType.CV_8UC3 || !pixels.isContinuous()) {
            throw new IllegalArgumentException("Expected a continuous CV_8UC3 Mat with pixels, not " + pixels);
        }
        return new RgbImage(pixels);
    }

    /**
     * @param rgb width·height·3 bytes, row by row, red, green, blue
     * @throws IllegalArgumentException if the number of bytes does not fit the size
     */
    public static RgbImage of(int width, int height, byte[] rgb) {
        if (width <= 0 || height <= 0 || rgb.length != Math.multiplyExact(width, height) * (long) CHANNELS) {
            throw new IllegalArgumentException(
                    rgb.length + " bytes do not make a picture of " + width + "x" + height + " pixels in RGB");
        }
        OpenCv.load();
        Mat pixels = new Mat(height, width, CvType.CV_8UC3);
        pixels.put(0, 0, rgb);
        return new RgbImage(pixels);
    }

    public int width() {
        return mat().cols();
    }

    public int height() {
        return mat().rows();
    }

    /**
     * The pixels themselves, no copy; valid until {@link #close()}. Changes show in this image.
     *
     * @throws IllegalStateException if closed
     */
    public Mat mat() {
        if (closed) {
            throw new IllegalStateException("This image has been closed");
        }
        return pixels;
    }

    /** A copy of the pixels: width·height·3 bytes, row by row, red, green, blue, each 0 to 255 as unsigned. */
    public byte[] toBytes() {
        byte[] rgb = new byte[Math.multiplyExact(Math.multiplyExact(width(), height()), CHANNELS)];
        mat().get(0, 0, rgb);
        return rgb;
    }

    /** Gives the memory back; a second call does nothing. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            pixels.release();
        }
    }
}
