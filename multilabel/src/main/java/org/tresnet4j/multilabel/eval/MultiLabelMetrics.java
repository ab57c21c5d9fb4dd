package org.tresnet4j.multilabel.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The metrics of multi-label papers, in percent: mean average precision, and precision, recall and F1 per class (C) and
 * overall (O), at a threshold and for the three best labels of each image.
 *
 * <p>Collects predictions batch by batch; four bytes a probability and one bit's worth of a boolean a label.
 */
public final class MultiLabelMetrics {

    /** Keeps a class without positives from dividing by zero; such a class counts as 0 (reference code of ASL). */
    private static final double EPSILON = 1e-8;

    private static final int TOP = 3;
    private static final double PERCENT = 100;

    private final int classes;
    private final List<float[]> scores = new ArrayList<>();
    private final List<boolean[]> labels = new ArrayList<>();

    public MultiLabelMetrics(int classes) {
        this.classes = classes;
    }

    /**
     * Adds an image.
     *
     * @param probabilities of each class
     * @param present whether each class is on the image
     */
    public void add(float[] probabilities, boolean[] present) {
        if (probabilities.length != classes || present.length != classes) {
            throw new IllegalArgumentException("expected " + classes + " classes, not " + probabilities.length
                    + " probabilities and " + present.length + " labels");
        }
        scores.add(probabilities.clone());
        labels.add(present.clone());
    }

    /** The number of images added. */
    public int images() {
        return scores.size();
    }

    /** Average precision of a class: Σ over its positives of the precision at their rank / (positives + 1e-8). */
    public double averagePrecision(int classIndex) {
        int[] ranked = IntStream.range(0, images())
                .boxed()
                .sorted((a, b) -> Float.compare(scores.get(b)[classIndex], scores.get(a)[classIndex]))
                .mapToInt(Integer::intValue)
                .toArray();
        int positives = 0;
        double sum = 0;
        for (int rank = 0; rank < ranked.length; rank++) {
            if (labels.get(ranked[rank])[classIndex]) {
                positives++;
                sum += positives / (rank + 1.0);
            }
        }
        return PERCENT * sum / (positives + EPSILON);
    }

    /** The mean over all classes, those without positives included. */
    public double meanAveragePrecision() {
        return IntStream.range(0, classes)
                .mapToDouble(this::averagePrecision)
                .average()
                .orElse(0);
    }

    /**
     * All numbers by name: {@code mAP}; {@code CP}, {@code CR} (means over classes), {@code CF1} (of those two),
     * {@code CF1_mean} (of each class's F1), {@code OP}, {@code OR}, {@code OF1} at the threshold; the same with
     * {@code top3_} before them.
     *
     * @param threshold a label is predicted where its probability is strictly greater
     */
    public Map<String, Double> all(double threshold) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        numbers.put("mAP", meanAveragePrecision());
        numbers.putAll(counted(
                "", scores.stream().map(image -> above(image, threshold)).toList()));
        numbers.putAll(
                counted("top3_", scores.stream().map(MultiLabelMetrics::best).toList()));
        return numbers;
    }

    private static boolean[] above(float[] image, double threshold) {
        boolean[] predicted = new boolean[image.length];
        for (int c = 0; c < image.length; c++) {
            predicted[c] = image[c] > threshold;
        }
        return predicted;
    }

    /** The classes with the three highest probabilities. */
    private static boolean[] best(float[] image) {
        boolean[] predicted = new boolean[image.length];
        IntStream.range(0, image.length)
                .boxed()
                .sorted((a, b) -> Float.compare(image[b], image[a]))
                .limit(TOP)
                .forEach(c -> predicted[c] = true);
        return predicted;
    }

    private Map<String, Double> counted(String prefix, List<boolean[]> predicted) {
        double precisions = 0;
        double recalls = 0;
        double f1s = 0;
        Counts overall = new Counts(0, 0, 0);
        for (int c = 0; c < classes; c++) {
            Counts counts = count(c, predicted);
            precisions += counts.precision();
            recalls += counts.recall();
            f1s += counts.f1();
            overall = overall.plus(counts);
        }
        double precision = precisions / classes;
        double recall = recalls / classes;
        Map<String, Double> numbers = new LinkedHashMap<>();
        numbers.put(prefix + "CP", precision);
        numbers.put(prefix + "CR", recall);
        numbers.put(prefix + "CF1", harmonic(precision, recall));
        numbers.put(prefix + "CF1_mean", f1s / classes);
        numbers.put(prefix + "OP", overall.precision());
        numbers.put(prefix + "OR", overall.recall());
        numbers.put(prefix + "OF1", overall.f1());
        return numbers;
    }

    private Counts count(int classIndex, List<boolean[]> predicted) {
        int hits = 0;
        int said = 0;
        int there = 0;
        for (int n = 0; n < images(); n++) {
            boolean yes = predicted.get(n)[classIndex];
            boolean is = labels.get(n)[classIndex];
            hits += yes && is ? 1 : 0;
            said += yes ? 1 : 0;
            there += is ? 1 : 0;
        }
        return new Counts(hits, said, there);
    }

    private static double harmonic(double a, double b) {
        return a + b == 0 ? 0 : 2 * a * b / (a + b);
    }

    /** Predictions that were right, all predictions, all labels. */
    private record Counts(int hits, int said, int there) {

        Counts plus(Counts other) {
            return new Counts(hits + other.hits, said + other.said, there + other.there);
        }

        double precision() {
            return said == 0 ? 0 : PERCENT * hits / said;
        }

        double recall() {
            return there == 0 ? 0 : PERCENT * hits / there;
        }

        double f1() {
            return harmonic(precision(), recall());
        }
    }
}
