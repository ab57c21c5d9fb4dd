package org.tresnet4j.detection.task;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.Stream;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.detection.eval.DetectedObject;
import org.tresnet4j.detection.postprocess.Detection;

/** The detections of images, on their way to the metric: a hundred bytes each. */
final class FoundObjects implements Serializable {

    private static final long serialVersionUID = 1L;

    private final ArrayList<Found> objects = new ArrayList<>();

    /** In the pixels of the image's file. */
    private record Found(long imageId, int classIndex, double x, double y, double width, double height, double score)
            implements Serializable {}

    /**
     * Detects in a batch.
     *
     * @param batch from a {@link PlacementCollator}
     */
    void add(ImageDetector detector, MultiDataSet batch) {
        List<PlacementCollator.Placed> placed = PlacementCollator.read(batch.getLabels(0));
        List<List<Detection>> detections = detector.detect(
                batch.getFeatures(0),
                placed.stream().map(PlacementCollator.Placed::placement).toList());
        for (int n = 0; n < placed.size(); n++) {
            for (Detection detection : detections.get(n)) {
                objects.add(found(placed.get(n).imageId(), detection));
            }
        }
    }

    private static Found found(long imageId, Detection detection) {
        Box box = detection.box();
        return new Found(
                imageId, detection.classIndex(), box.x1(), box.y1(), box.width(), box.height(), detection.score());
    }

    /**
     * As COCO has them.
     *
     * @param categoryId of a class index
     */
    Stream<DetectedObject> coco(IntToLongFunction categoryId) {
        return objects.stream()
                .map(found -> new DetectedObject(
                        found.imageId(),
                        categoryId.applyAsLong(found.classIndex()),
                        found.x(),
                        found.y(),
                        found.width(),
                        found.height(),
                        found.score()));
    }
}
