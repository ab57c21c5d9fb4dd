package org.tresnet4j.detection.task;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.image.RgbImage;
import org.tresnet4j.detection.postprocess.Detection;
import org.tresnet4j.tasks.PictureFile;

/** An image with boxes, each with its class and score. */
final class BoxPicture {

    private static final int SMALLEST_SIDE = 480;
    private static final int LARGEST_SIDE = 1024;
    private static final double FONT_SCALE = 0.45;
    private static final int LABEL_HEIGHT = 14;
    private static final int LETTER_WIDTH = 8;
    private static final Scalar LETTERS = new Scalar(255, 255, 255);

    /** Blue, green, red: one for each class in turn, told apart with most kinds of colour blindness (Okabe and Ito). */
    private static final List<Scalar> COLOURS = List.of(
            new Scalar(178, 114, 0),
            new Scalar(0, 94, 213),
            new Scalar(115, 158, 0),
            new Scalar(167, 121, 204),
            new Scalar(0, 159, 230),
            new Scalar(233, 180, 86));

    private BoxPicture() {}

    /**
     * Writes the picture.
     *
     * @param detections in the image's pixels; the best is drawn last
     * @param file PNG or JPEG
     */
    static void write(RgbImage image, List<Detection> detections, List<String> classes, Path file) {
        double scale = scale(image);
        Mat canvas = new Mat();
        try {
            Imgproc.cvtColor(image.mat(), canvas, Imgproc.COLOR_RGB2BGR);
            Size size = new Size(Math.round(image.width() * scale), Math.round(image.height() * scale));
            Imgproc.resize(canvas, canvas, size, 0, 0, scale < 1 ? Imgproc.INTER_AREA : Imgproc.INTER_LINEAR);
            for (int i = detections.size() - 1; i >= 0; i--) {
                draw(canvas, detections.get(i), classes, scale);
            }
            PictureFile.write(canvas, file);
        } finally {
            canvas.release();
        }
    }

    private static double scale(RgbImage image) {
        int side = Math.max(image.width(), image.height());
        if (side < SMALLEST_SIDE) {
            return SMALLEST_SIDE / (double) side;
        }
        return Math.min(1, LARGEST_SIDE / (double) side);
    }

    private static void draw(Mat canvas, Detection detection, List<String> classes, double scale) {
        Box box = detection.box();
        Scalar colour = COLOURS.get(detection.classIndex() % COLOURS.size());
        Point topLeft = new Point(box.x1() * scale, box.y1() * scale);
        Point bottomRight = new Point(box.x2() * scale, box.y2() * scale);
        Imgproc.rectangle(canvas, topLeft, bottomRight, colour, 2);
        String words = PictureFile.letters(classes.get(detection.classIndex()))
                + String.format(Locale.ROOT, " %.2f", detection.score());
        double top = Math.max(topLeft.y, LABEL_HEIGHT);
        Imgproc.rectangle(
                canvas,
                new Point(topLeft.x, top - LABEL_HEIGHT),
                new Point(topLeft.x + words.length() * LETTER_WIDTH, top),
                colour,
                Imgproc.FILLED);
        Imgproc.putText(
                canvas,
                words,
                new Point(topLeft.x + 2, top - 3),
                Imgproc.FONT_HERSHEY_SIMPLEX,
                FONT_SCALE,
                LETTERS,
                1,
                Imgproc.LINE_AA);
    }
}
