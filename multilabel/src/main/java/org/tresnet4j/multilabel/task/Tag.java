package org.tresnet4j.multilabel.task;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A predicted label.
 *
 * @param name of the class
 * @param score its probability
 */
record Tag(String name, double score) {

    /** All classes with their probabilities, best first. */
    static List<Tag> ranked(List<String> classes, float[] probabilities) {
        List<Tag> tags = new ArrayList<>();
        for (int c = 0; c < probabilities.length; c++) {
            tags.add(new Tag(classes.get(c), probabilities[c]));
        }
        tags.sort(Comparator.comparingDouble(Tag::score).reversed());
        return tags;
    }

    /** Those above a threshold. */
    static List<Tag> above(List<Tag> ranked, double threshold) {
        return ranked.stream().filter(tag -> tag.score() > threshold).toList();
    }
}
