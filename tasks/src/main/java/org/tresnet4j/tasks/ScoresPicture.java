package org.tresnet4j.tasks;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.opencv.core.Mat;
import org.opencv.core.Point;
import org.opencv.core.Scalar;
import org.opencv.core.Size;
import org.opencv.imgproc.Imgproc;
import org.tresnet4j.datasets.image.RgbImage;

/** An image with classes beneath, each with a bar as long as its probability. */
public final class ScoresPicture {

    private static final int SMALLEST_WIDTH = 320;
    private static final int LARGEST_SIDE = 640;
    private static final int LINE = 26;
    private static final int MARGIN = 8;
    private static final double FONT_SCALE = 0.5;
    private static final Scalar BACKGROUND = new Scalar(250, 250, 250);
    private static final Scalar TEXT = new Scalar(30, 30, 30);
    private static final Scalar BAR = new Scalar(225, 196, 150);
    private static final Scalar TRACK = new Scalar(236, 236, 236);

    private ScoresPicture() {}

    /**
     * Writes the picture.
     *
     * @param scores best first; at least one line is drawn
     * @param file PNG or JPEG
     */
    public static void write(RgbImage image, List<ClassScore> scores, Path file) {
        double scale = Math.max(
                Math.min(1.0, LARGEST_SIDE / (double) Math.max(image.width(), image.height())),
                SMALLEST_WIDTH / (double) image.width());
        Size size = new Size(Math.round(image.width() * scale), Math.round(image.height() * scale));
        int lines = Math.max(scores.size(), 1);
        Mat canvas = new Mat(
                (int) size.height + lines * LINE + MARGIN,
                (int) size.width,
                image.mat().type(),
                BACKGROUND);
        Mat picture = canvas.rowRange(0, (int) size.height);
        Mat bgr = new Mat();
        try {
            Imgproc.cvtColor(image.mat(), bgr, Imgproc.COLOR_RGB2BGR);
            Imgproc.resize(bgr, picture, size, 0, 0, scale < 1 ? Imgproc.INTER_AREA : Imgproc.INTER_LINEAR);
            if (scores.isEmpty()) {
                text(canvas, "nothing", MARGIN, (int) size.height + LINE - MARGIN);
            }
            for (int i = 0; i < scores.size(); i++) {
                line(canvas, scores.get(i), (int) size.height + MARGIN / 2 + i * LINE);
            }
            PictureFile.write(canvas, file);
        } finally {
            bgr.release();
            picture.release();
            canvas.release();
        }
    }

    private static void line(Mat canvas, ClassScore score, int top) {
        int right = canvas.cols() - MARGIN;
        int end = MARGIN + (int) Math.round((right - MARGIN) * score.score());
        Imgproc.rectangle(canvas, new Point(MARGIN, top + 2), new Point(right, top + LINE - 3), TRACK, Imgproc.FILLED);
        Imgproc.rectangle(canvas, new Point(MARGIN, top + 2), new Point(end, top + LINE - 3), BAR, Imgproc.FILLED);
        text(canvas, PictureFile.letters(score.name()), MARGIN + 6, top + LINE - MARGIN);
        text(canvas, String.format(Locale.ROOT, "%.2f", score.score()), right - 42, top + LINE - MARGIN);
    }

    private static void text(Mat canvas, String words, int x, int y) {
        Imgproc.putText(
                canvas, words, new Point(x, y), Imgproc.FONT_HERSHEY_SIMPLEX, FONT_SCALE, TEXT, 1, Imgproc.LINE_AA);
    }
}
