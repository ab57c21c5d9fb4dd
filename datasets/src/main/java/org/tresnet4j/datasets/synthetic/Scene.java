package org.tresnet4j.datasets.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.opencv.core.Core;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfPoint;
import org.opencv.core.Point;
import org.opencv.core.Rect;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;
import org.tresnet4j.datasets.annotation.Box;

/**
 * One picture and what can be seen in it. Shapes are drawn at four times the size and averaged down, which gives smooth
 * edges and boxes to a quarter of a pixel. A box encloses what is visible of a shape; one of which less than
 * {@link #LEAST_VISIBLE} shows, the rest being covered or outside, is drawn but not annotated.
 *
 * @param rgb side·side·3 bytes
 * @param objects the annotated ones, from back to front
 */
record Scene(byte[] rgb, List<Visible> objects) {

    static final double LEAST_VISIBLE = 0.4;

    private static final int FINE = 4;
    /** Binary places of the fraction in the coordinates handed to OpenCV. */
    private static final int FRACTION_BITS = 4;

    private static final double FULL = 255;
    private static final float SHADOW = 0.4f;
    private static final Colour BLACK = new Colour(0, 0, 0);
    private static final int PLACING_ATTEMPTS = 12;

    /**
     * @param area visible square pixels
     */
    record Visible(Shape shape, Box box, double area) {}

    /** Centre, radius and angle of a shape in the picture. */
    private record Placing(Shape shape, double x, double y, double radius, double angle) {

        boolean crowds(Placing other) {
            return Math.hypot(x - other.x, y - other.y) < 0.7 * (radius + other.radius);
        }

        /** The part of the picture, in whole pixels, that the shape and its shadow can touch. */
        Rect frame(int side) {
            double reach = 1.6 * radius + 2;
            int left = (int) Math.max(0, x - reach);
            int top = (int) Math.max(0, y - reach);
            int right = (int) Math.min(side, x + reach + 1);
            int bottom = (int) Math.min(side, y + reach + 1);
            return new Rect(left, top, right - left, bottom - top);
        }

        /** Its corners as OpenCV's fixed-point integers in the fine pixels of the frame. */
        List<MatOfPoint> outline(Rect frame) {
            double unit = FINE << FRACTION_BITS;
            // OpenCV's coordinates are of pixel centres, ours begin at the pixel's edge
            double half = 0.5 / FINE;
            List<MatOfPoint> outline = new ArrayList<>();
            for (Polygon polygon : shape.placed(x - frame.x - half, y - frame.y - half, radius, angle)) {
                Point[] points = new Point[polygon.x().length];
                for (int i = 0; i < points.length; i++) {
                    points[i] = new Point(Math.round(polygon.x()[i] * unit), Math.round(polygon.y()[i] * unit));
                }
                outline.add(new MatOfPoint(points));
            }
            return outline;
        }

        /** Square pixels, covered or not. */
        double wholeArea() {
            List<Polygon> outline = shape.placed(x, y, radius, angle);
            double area = outline.get(0).area();
            for (Polygon hole : outline.subList(1, outline.size())) {
                area -= hole.area();
            }
            return area;
        }
    }

    /** A pure function of its arguments; the OpenCV library must have been loaded. */
    static Scene paint(int side, int maxShapes, RandomGenerator random) {
        Canvas canvas = new Canvas(side);
        Background.paint(canvas, random);
        List<Placing> placings = placings(side, random.nextInt(1, maxShapes + 1), random);
        Mat owner = Mat.zeros(FINE * side, FINE * side, CvType.CV_8UC1);
        try {
            for (int i = 0; i < placings.size(); i++) {
                draw(canvas, placings.get(i), owner, i + 1, random);
            }
            return new Scene(canvas.toBytes(), visible(placings, owner));
        } finally {
            owner.release();
        }
    }

    /** Shapes may overlap, but a place in the open is preferred. */
    private static List<Placing> placings(int side, int count, RandomGenerator random) {
        List<Placing> placings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Shape shape = Shape.values()[random.nextInt(Shape.values().length)];
            double radius = side * random.nextDouble(0.09, 0.24);
            double angle = random.nextDouble(2 * Math.PI);
            Placing placing = null;
            for (int attempt = 0; attempt < PLACING_ATTEMPTS; attempt++) {
                placing = new Placing(
                        shape,
                        side * random.nextDouble(0.08, 0.92),
                        side * random.nextDouble(0.08, 0.92),
                        radius,
                        angle);
                if (placings.stream().noneMatch(placing::crowds)) {
                    break;
                }
            }
            placings.add(placing);
        }
        return placings;
    }

    private static void draw(Canvas canvas, Placing placing, Mat owner, int number, RandomGenerator random) {
        Rect frame = placing.frame(canvas.side());
        List<MatOfPoint> outline = placing.outline(frame);
        Mat owned = owner.submat(fine(frame));
        Mat body = Mat.zeros(owned.size(), CvType.CV_8UC1);
        Mat rim = Mat.zeros(owned.size(), CvType.CV_8UC1);
        Imgproc.fillPoly(body, outline, new Scalar(FULL), Imgproc.LINE_8, FRACTION_BITS);
        owned.setTo(new Scalar(number), body);
        int thickness = Math.max(FINE, (int) (FINE * placing.radius * 0.14));
        Imgproc.polylines(rim, outline, true, new Scalar(FULL), thickness, Imgproc.LINE_8, FRACTION_BITS);
        Core.min(rim, body, rim);

        Mat shadow = new Mat();
        Imgproc.resize(body, body, frame.size(), 0, 0, Imgproc.INTER_AREA);
        Imgproc.resize(rim, rim, frame.size(), 0, 0, Imgproc.INTER_AREA);
        Imgproc.GaussianBlur(body, shadow, new Size(0, 0), Math.max(0.8, placing.radius * 0.12));
        shade(canvas, frame, bytes(shadow), (int) Math.round(placing.radius * 0.14));
        colour(canvas, placing, frame, bytes(body), bytes(rim), random);
        outline.forEach(Mat::release);
        owned.release();
        body.release();
        rim.release();
        shadow.release();
    }

    private static Rect fine(Rect frame) {
        return new Rect(FINE * frame.x, FINE * frame.y, FINE * frame.width, FINE * frame.height);
    }

    private static byte[] bytes(Mat mat) {
        byte[] bytes = new byte[(int) mat.total()];
        mat.get(0, 0, bytes);
        return bytes;
    }

    /** A soft shadow, towards the lower right. */
    private static void shade(Canvas canvas, Rect frame, byte[] shadow, int offset) {
        for (int y = offset; y < frame.height; y++) {
            for (int x = offset; x < frame.width; x++) {
                int density = shadow[(y - offset) * frame.width + x - offset] & 0xFF;
                if (density > 0) {
                    canvas.blend(frame.x + x, frame.y + y, BLACK, SHADOW * density / (float) FULL);
                }
            }
        }
    }

    /** Lit from the upper left, with a darker rim. */
    private static void colour(
            Canvas canvas, Placing placing, Rect frame, byte[] body, byte[] rim, RandomGenerator random) {
        Colour base = Colour.vivid(random);
        Colour light = base.mixed(new Colour(FULL, FULL, FULL), 0.28);
        Colour dark = base.scaled(0.82);
        Colour edge = base.scaled(0.5);
        double diagonal = 2.8 * placing.radius;
        for (int i = 0; i < body.length; i++) {
            int opacity = body[i] & 0xFF;
            if (opacity > 0) {
                int x = frame.x + i % frame.width;
                int y = frame.y + i / frame.width;
                double along = (x - placing.x + y - placing.y) / diagonal + 0.5;
                Colour lit = light.mixed(dark, Math.max(0, Math.min(1, along)));
                double rimPart = (rim[i] & 0xFF) / (double) opacity;
                canvas.blend(x, y, lit.mixed(edge, Math.min(1, rimPart)), opacity / (float) FULL);
            }
        }
    }

    private static List<Visible> visible(List<Placing> placings, Mat owner) {
        List<Visible> objects = new ArrayList<>();
        Mat own = new Mat();
        for (int i = 0; i < placings.size(); i++) {
            Placing placing = placings.get(i);
            Rect frame = fine(placing.frame(owner.cols() / FINE));
            Mat owned = owner.submat(frame);
            Core.compare(owned, new Scalar(i + 1), own, Core.CMP_EQ);
            owned.release();
            double area = Core.countNonZero(own) / (double) (FINE * FINE);
            if (area >= LEAST_VISIBLE * placing.wholeArea()) {
                Rect rect = Imgproc.boundingRect(own);
                objects.add(new Visible(
                        placing.shape,
                        Box.fromXywh(
                                (double) (frame.x + rect.x) / FINE,
                                (double) (frame.y + rect.y) / FINE,
                                (double) rect.width / FINE,
                                (double) rect.height / FINE),
                        area));
            }
        }
        own.release();
        return List.copyOf(objects);
    }
}
