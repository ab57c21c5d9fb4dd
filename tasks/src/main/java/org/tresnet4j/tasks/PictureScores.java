package org.tresnet4j.tasks;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.tresnet4j.datasets.transform.Sample;

/**
 * What a network that scores classes says about single pictures. Safe for several threads at once if the network is.
 *
 * @param classes in the order of the network's
 * @param input what the network sees of a picture
 * @param network the probability of each class, in that order
 */
public record PictureScores(List<String> classes, PictureInput input, Function<Sample, float[]> network) {

    /**
     * All classes with their probabilities, best first.
     *
     * @throws org.tresnet4j.datasets.image.ImageException if the file is missing or no picture
     */
    public List<ClassScore> of(Path file) {
        return ClassScore.ranked(classes, input.read(file, network));
    }

    /**
     * All classes with their probabilities, best first.
     *
     * @param encoded the content of a file of pictures
     * @throws org.tresnet4j.datasets.image.ImageException if it is no picture
     */
    public List<ClassScore> of(byte[] encoded) {
        return ClassScore.ranked(classes, input.read(encoded, network));
    }
}
