package org.tresnet4j.backbone.onnx;

/**
 * Of the images that a model takes.
 *
 * @param width pixels
 * @param height pixels
 */
public record Size(int width, int height) {

    /** Images as high as they are wide. */
    public static Size square(int side) {
        return new Size(side, side);
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
