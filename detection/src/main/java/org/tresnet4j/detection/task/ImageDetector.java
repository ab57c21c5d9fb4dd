package org.tresnet4j.detection.task;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.predict.Predictor;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.batch.ImageTensor;
import org.tresnet4j.datasets.batch.Padding;
import org.tresnet4j.datasets.transform.Sample;
import org.tresnet4j.detection.anchor.AnchorGrid;
import org.tresnet4j.detection.postprocess.Detection;
import org.tresnet4j.detection.postprocess.DetectionDecoder;
import org.tresnet4j.detection.postprocess.DetectionDecoder.Placement;

/** From resized images to detections in the pixels of their files. */
final class ImageDetector {

    private final Predictor predictor;
    private final DetectionDecoder decoder;
    private final Padding padding;
    private final Grids grids = new Grids();

    ImageDetector(Predictor predictor, DetectionDecoder decoder, Padding padding) {
        this.predictor = predictor;
        this.decoder = decoder;
        this.padding = padding;
    }

    /** The detections of each image, best first. */
    List<List<Detection>> detect(List<Sample> samples) {
        return detect(
                ImageTensor.of(samples, padding),
                samples.stream().map(ImageDetector::placement).toList());
    }

    /**
     * The same for images that are a batch already.
     *
     * @param images [N,3,H,W]
     */
    List<List<Detection>> detect(INDArray images, List<Placement> placements) {
        INDArray rows = predictor.predict(images).get(0);
        AnchorGrid grid = grids.of(images);
        List<List<Detection>> all = new ArrayList<>();
        for (int n = 0; n < placements.size(); n++) {
            all.add(decoder.detect(rows.slice(n).dup('c').data().asDouble(), grid, placements.get(n)));
        }
        return all;
    }

    /** Where a sample's image lies in the network's input, and in its file. */
    static Placement placement(Sample sample) {
        AnnotatedImage source = sample.source();
        return new Placement(
                sample.image().width(),
                sample.image().height(),
                sample.fromSource().inverse(),
                source.width(),
                source.height());
    }
}
