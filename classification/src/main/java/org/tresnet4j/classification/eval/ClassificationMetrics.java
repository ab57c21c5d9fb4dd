package org.tresnet4j.classification.eval;

import com.google.common.collect.ImmutableMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How often the label is the best class or among the five best, all in percent. Of classes with the same score the one with
 * the lower index is the better, as for an argmax; a label whose score is not a number is never right.
 */
public final class ClassificationMetrics {

    private static final int FIVE = 5;

    private final int[] images;
    private final int[] right;
    private long rightOfFive;

    /**
     * @param classes the number of classes, at least 1
     */
    public ClassificationMetrics(int classes) {
        if (classes < 1) {
            throw new IllegalArgumentException("there must be at least one class, not " + classes);
        }
        this.images = new int[classes];
        this.right = new int[classes];
    }

    /**
     * Counts an image.
     *
     * @param scores one for each class, larger is better; probabilities or logits
     * @param label the index of its class
     */
    public void add(float[] scores, int label) {
        if (scores.length != images.length) {
            throw new IllegalArgumentException("expected " + images.length + " classes, not " + scores.length);
        }
        int rank = rank(scores, label);
        images[label]++;
        right[label] += rank == 0 ? 1 : 0;
        rightOfFive += rank < FIVE ? 1 : 0;
    }

    /** How many classes are better than the label. */
    private static int rank(float[] scores, int label) {
        if (Float.isNaN(scores[label])) {
            return scores.length + FIVE;
        }
        int better = 0;
        for (int c = 0; c < scores.length; c++) {
            boolean wins = c < label ? scores[c] >= scores[label] : scores[c] > scores[label];
            better += wins || Float.isNaN(scores[c]) ? 1 : 0;
        }
        return better;
    }

    /** Images whose best class is their label. */
    public double top1() {
        return percent(IntStream.of(right).asLongStream().sum(), count());
    }

    /** Images whose label is among their five best classes. */
    public double top5() {
        return percent(rightOfFive, count());
    }

    /** Images of a class of which it is the best; 0 for a class without images. */
    public double accuracy(int classIndex) {
        return percent(right[classIndex], images[classIndex]);
    }

    /** The mean of the accuracies of the classes that have images: each class counts the same, however rare. */
    public double meanClassAccuracy() {
        return IntStream.range(0, images.length)
                .filter(c -> images[c] > 0)
                .mapToDouble(this::accuracy)
                .average()
                .orElse(0);
    }

    /** All of them by name. */
    public Map<String, Double> all() {
        return ImmutableMap.of("top1", top1(), "top5", top5(), "mean_class", meanClassAccuracy());
    }

    private long count() {
        return IntStream.of(images).asLongStream().sum();
    }

    private static double percent(long part, long whole) {
        return whole == 0 ? 0 : 100.0 * part / whole;
    }
}
