package org.tresnet4j.datasets.synthetic;

import java.util.List;
import java.util.Locale;

/** The classes, within the unit circle. A second polygon is a hole. */
enum Shape {
    CIRCLE(Polygon.spokes(64, 0.9)),
    SQUARE(Polygon.spokes(4, 1)),
    TRIANGLE(Polygon.spokes(3, 1)),
    STAR(Polygon.spokes(10, 1, 0.42)),
    CROSS(new Polygon(
            new double[] {-.3, .3, .3, .95, .95, .3, .3, -.3, -.3, -.95, -.95, -.3},
            new double[] {-.95, -.95, -.3, -.3, .3, .3, .95, .95, .3, .3, -.3, -.3})),
    RING(Polygon.spokes(64, 0.95), Polygon.spokes(64, 0.52)),
    HEART(Polygon.curve(64, Shape::heart)),
    CRESCENT(Polygon.curve(64, Shape::crescent));

    private final List<Polygon> outline;

    Shape(Polygon... outline) {
        this.outline = List.of(outline);
    }

    String className() {
        return name().toLowerCase(Locale.ROOT);
    }

    List<Polygon> placed(double centreX, double centreY, double radius, double angle) {
        return outline.stream()
                .map(polygon -> polygon.placed(centreX, centreY, radius, angle))
                .toList();
    }

    private static double[] heart(double t) {
        double a = 2 * Math.PI * t;
        double sin = StrictMath.sin(a);
        double y =
                13 * StrictMath.cos(a) - 5 * StrictMath.cos(2 * a) - 2 * StrictMath.cos(3 * a) - StrictMath.cos(4 * a);
        return new double[] {16 * sin * sin * sin / 17, -(y + 2.5) / 17};
    }

    /** Outer circle one way round, then an inner one of the same end points back. */
    private static double[] crescent(double t) {
        double tip = 0.35 * Math.PI; // half the angle of the opening
        if (t < 0.5) {
            double a = tip + 2 * t * 2 * (Math.PI - tip);
            return new double[] {StrictMath.cos(a), StrictMath.sin(a)};
        }
        double tipX = StrictMath.cos(tip);
        double tipY = StrictMath.sin(tip);
        double centre = 0.55;
        double radius = StrictMath.hypot(tipX - centre, tipY);
        double from = StrictMath.atan2(tipY, tipX - centre);
        double a = 2 * Math.PI - from - (2 * t - 1) * 2 * (Math.PI - from);
        return new double[] {centre + radius * StrictMath.cos(a), radius * StrictMath.sin(a)};
    }
}
