package org.tresnet4j.detection.postprocess;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.transform.BoxMap;
import org.tresnet4j.detection.anchor.AnchorGrid;
import org.tresnet4j.detection.box.BoxCoder;
import org.tresnet4j.detection.head.DetectionHead;
import org.tresnet4j.detection.loss.Logistic;

/** Turns the rows of a {@link DetectionHead} into detections (1912.02424): best scores, boxes, suppression. */
public final class DetectionDecoder {

    private final DetectionOptions options;
    private final BoxCoder coder;
    private final double logitThreshold;

    public DetectionDecoder(DetectionOptions options, BoxCoder coder) {
        this.options = options;
        this.coder = coder;
        double p = options.scoreThreshold();
        this.logitThreshold = p == 0 ? Double.NEGATIVE_INFINITY : Math.log(p / (1 - p));
    }

    /**
     * Where an image lies in the network's input.
     *
     * @param width of the image in the input, without padding
     * @param height likewise
     * @param toOriginal from the input's pixels to the original's
     * @param originalWidth of the file
     * @param originalHeight of the file
     */
    public record Placement(
            double width, double height, BoxMap toOriginal, double originalWidth, double originalHeight) {}

    /** A location and a class that are probable enough. */
    private record Candidate(int location, int classIndex, double score) {}

    /**
     * The detections of an image, best first.
     *
     * @param rows [A,classes+5] row by row
     * @throws IllegalArgumentException if the rows are not those of the grid's locations
     */
    public List<Detection> detect(double[] rows, AnchorGrid grid, Placement placement) {
        int width = rows.length / grid.size();
        if (width * grid.size() != rows.length || width <= DetectionHead.REGRESSION) {
            throw new IllegalArgumentException(rows.length + " numbers are not [A,classes+" + DetectionHead.REGRESSION
                    + "] rows of the grid's " + grid.size() + " locations");
        }
        List<Detection> found = new ArrayList<>();
        for (int level = 0; level < grid.levels(); level++) {
            for (Candidate candidate : best(rows, width, grid, level)) {
                double[] code = Arrays.copyOfRange(
                        rows,
                        (candidate.location() + 1) * width - DetectionHead.REGRESSION,
                        (candidate.location() + 1) * width - 1);
                found.add(new Detection(
                        decode(code, grid, candidate.location()).clip(placement.width(), placement.height()),
                        candidate.score(),
                        candidate.classIndex()));
            }
        }
        return NonMaximumSuppression.perClass(found, options.iouThreshold(), options.maximum()).stream()
                .map(detection -> inOriginal(detection, placement))
                .toList();
    }

    private List<Candidate> best(double[] rows, int width, AnchorGrid grid, int level) {
        int classes = width - DetectionHead.REGRESSION;
        List<Candidate> candidates = new ArrayList<>();
        for (int location = grid.levelStart(level); location < grid.levelStart(level + 1); location++) {
            double centerness = rows[(location + 1) * width - 1];
            for (int c = 0; c < classes; c++) {
                double logit = rows[location * width + c];
                if (logit > logitThreshold) {
                    double score = Math.sqrt(Logistic.sigmoid(logit) * Logistic.sigmoid(centerness));
                    candidates.add(new Candidate(location, c, score));
                }
            }
        }
        candidates.sort(Comparator.comparingDouble(Candidate::score).reversed());
        return candidates.subList(0, Math.min(candidates.size(), options.perLevel()));
    }

    private Box decode(double[] code, AnchorGrid grid, int location) {
        double[] box = new double[DetectionHead.CODE];
        coder.decode(grid.x(location), grid.y(location), grid.stride(location), code, box);
        return new Box(box[0], box[1], box[2], box[3]);
    }

    private static Detection inOriginal(Detection detection, Placement placement) {
        Box box = placement
                .toOriginal()
                .apply(detection.box())
                .clip(placement.originalWidth(), placement.originalHeight());
        return new Detection(box, detection.score(), detection.classIndex());
    }
}
