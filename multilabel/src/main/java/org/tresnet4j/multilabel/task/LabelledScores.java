package org.tresnet4j.multilabel.task;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.multilabel.eval.MultiLabelMetrics;

/** What a network says about images, beside what is true, on its way to the metrics. */
final class LabelledScores implements Serializable {

    private static final long serialVersionUID = 1L;

    private final ArrayList<float[]> scores = new ArrayList<>();
    private final ArrayList<boolean[]> labels = new ArrayList<>();

    /**
     * Adds a batch.
     *
     * @param probabilities [N,classes]
     * @param present [N,classes] of 0 and 1
     */
    void add(INDArray probabilities, INDArray present) {
        scores.addAll(List.of(probabilities.toFloatMatrix()));
        for (float[] row : present.toFloatMatrix()) {
            boolean[] flags = new boolean[row.length];
            for (int c = 0; c < flags.length; c++) {
                flags[c] = row[c] > 0.5;
            }
            labels.add(flags);
        }
    }

    void addTo(MultiLabelMetrics metrics) {
        for (int n = 0; n < scores.size(); n++) {
            metrics.add(scores.get(n), labels.get(n));
        }
    }
}
