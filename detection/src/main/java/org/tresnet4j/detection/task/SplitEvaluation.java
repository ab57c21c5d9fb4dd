package org.tresnet4j.detection.task;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.tresnet4j.datasets.annotation.AnnotationIndex;
import org.tresnet4j.datasets.annotation.LabelMap;
import org.tresnet4j.detection.eval.CocoEvaluation;
import org.tresnet4j.detection.eval.CocoGroundTruth;
import org.tresnet4j.detection.eval.CocoSummary;
import org.tresnet4j.detection.eval.DetectedObject;
import org.tresnet4j.runner.spi.Evaluation;

/** Collects the detections of a split and measures them against its annotation file as it is, with COCO's metric. */
final class SplitEvaluation {

    private final CocoGroundTruth truth;
    private final LabelMap labels;
    private final List<DetectedObject> detected = new ArrayList<>();

    SplitEvaluation(Path annotations, AnnotationIndex index) {
        this.truth = CocoGroundTruth.read(annotations);
        this.labels = index.labels();
    }

    /** More of the split's detections. */
    void add(FoundObjects found) {
        found.coco(labels::categoryId).forEach(detected::add);
    }

    /** The twelve numbers, the one that counts being AP, and AP of each class. */
    Evaluation result() {
        CocoSummary summary = CocoEvaluation.evaluate(truth, detected);
        Map<String, Double> perClass = new LinkedHashMap<>();
        for (int c = 0; c < labels.size(); c++) {
            perClass.put(labels.name(c), summary.apPerCategory().get((long) labels.categoryId(c)));
        }
        return new Evaluation(summary.numbers(), "AP", perClass);
    }
}
