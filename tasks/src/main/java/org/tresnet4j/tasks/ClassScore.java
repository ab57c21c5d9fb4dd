package org.tresnet4j.tasks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A class with what a network says about an image.
 *
 * @param name of the class
 * @param score its probability
 */
public record ClassScore(String name, double score) {

    /** All classes with their probabilities, best first. */
    public static List<ClassScore> ranked(List<String> classes, float[] probabilities) {
        List<ClassScore> scores = new ArrayList<>();
        for (int c = 0; c < probabilities.length; c++) {
            scores.add(new ClassScore(classes.get(c), probabilities[c]));
        }
        scores.sort(Comparator.comparingDouble(ClassScore::score).reversed());
        return scores;
    }

    /** Those above a threshold. */
    public static List<ClassScore> above(List<ClassScore> ranked, double threshold) {
        return ranked.stream().filter(scored -> scored.score() > threshold).toList();
    }
}
