package org.tresnet4j.classification.task;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.classification.eval.ClassificationMetrics;

/** What a network says about images, beside their classes, on its way to the metrics. */
final class LabelledScores implements Serializable {

    private static final long serialVersionUID = 1L;

    private final ArrayList<float[]> scores = new ArrayList<>();
    private final ArrayList<Integer> labels = new ArrayList<>();

    /**
     * Adds a batch.
     *
     * @param probabilities [N,classes]
     * @param present [N,classes], largest at the image's class
     */
    void add(INDArray probabilities, INDArray present) {
        scores.addAll(List.of(probabilities.toFloatMatrix()));
        for (int label : present.argMax(1).toIntVector()) {
            labels.add(label);
        }
    }

    void addTo(ClassificationMetrics metrics) {
        for (int n = 0; n < scores.size(); n++) {
            metrics.add(scores.get(n), labels.get(n));
        }
    }
}
