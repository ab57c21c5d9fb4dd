package org.tresnet4j.tasks;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.datasets.batch.ImageTensor;
import org.tresnet4j.datasets.transform.Sample;

/**
 * What a network that scores classes says about single pictures. Safe for several threads at once if the network is.
 *
 * @param classes in the order of the network's
 * @param input what the network sees of a picture
 * @param network the probabilities [N,classes] of pictures [N,3,H,W]
 */
public record PictureScores(List<String> classes, PictureInput input, Function<INDArray, INDArray> network) {

    /**
     * All classes with their probabilities, best first.
     *
     * @throws org.tresnet4j.datasets.image.ImageException if the file is missing or no picture
     */
    public List<ClassScore> of(Path file) {
        return input.read(file, this::ranked);
    }

    /**
     * All classes with their probabilities, best first.
     *
     * @param encoded the content of a file of pictures
     * @throws org.tresnet4j.datasets.image.ImageException if it is no picture
     */
    public List<ClassScore> of(byte[] encoded) {
        return input.read(encoded, this::ranked);
    }

    private List<ClassScore> ranked(Sample sample) {
        INDArray probabilities = network.apply(ImageTensor.of(List.of(sample)));
        return ClassScore.ranked(classes, probabilities.toFloatMatrix()[0]);
    }
}
