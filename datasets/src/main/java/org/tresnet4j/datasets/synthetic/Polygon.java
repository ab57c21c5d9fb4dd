package org.tresnet4j.datasets.synthetic;

import java.util.function.DoubleFunction;

/**
 * A closed outline.
 *
 * @param x of the corners
 * @param y of the corners, downwards
 */
record Polygon(double[] x, double[] y) {

    /** Points of a curve, its parameter running from 0 to 1. */
    static Polygon curve(int points, DoubleFunction<double[]> at) {
        double[] x = new double[points];
        double[] y = new double[points];
        for (int i = 0; i < points; i++) {
            double[] point = at.apply((double) i / points);
            x[i] = point[0];
            y[i] = point[1];
        }
        return new Polygon(x, y);
    }

    /** Corners on circles around the origin, evenly spread from the top, the radii taken in turn. */
    static Polygon spokes(int corners, double... radii) {
        double[] x = new double[corners];
        double[] y = new double[corners];
        for (int i = 0; i < corners; i++) {
            double angle = 2 * Math.PI * i / corners;
            x[i] = radii[i % radii.length] * StrictMath.sin(angle);
            y[i] = -radii[i % radii.length] * StrictMath.cos(angle);
        }
        return new Polygon(x, y);
    }

    /** Turned, enlarged and put elsewhere. */
    Polygon placed(double centreX, double centreY, double scale, double angle) {
        double cos = scale * StrictMath.cos(angle);
        double sin = scale * StrictMath.sin(angle);
        double[] newX = new double[x.length];
        double[] newY = new double[y.length];
        for (int i = 0; i < x.length; i++) {
            newX[i] = centreX + cos * x[i] - sin * y[i];
            newY[i] = centreY + sin * x[i] + cos * y[i];
        }
        return new Polygon(newX, newY);
    }

    /** By the shoelace formula. */
    double area() {
        double twice = 0;
        for (int i = 0; i < x.length; i++) {
            int next = (i + 1) % x.length;
            twice += x[i] * y[next] - x[next] * y[i];
        }
        return Math.abs(twice) / 2;
    }
}
