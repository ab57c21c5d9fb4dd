package org.tresnet4j.detection.box;

/**
 * Between boxes [x1,y1,x2,y2] in pixels and the four numbers that a network predicts at a location. Pure functions; arrays
 * are the caller's, of four numbers each.
 */
public interface BoxCoder {

    /** The box of a code at a location with centre (x,y). */
    void decode(double x, double y, double stride, double[] code, double[] box);

    /** The code of a box; one that {@link #decode} cannot clamp. */
    void encode(double x, double y, double stride, double[] box, double[] code);

    /**
     * From the gradient of a decoded box to that of its code.
     *
     * @param codeGradient overwritten
     */
    void gradient(double x, double y, double stride, double[] code, double[] boxGradient, double[] codeGradient);
}
