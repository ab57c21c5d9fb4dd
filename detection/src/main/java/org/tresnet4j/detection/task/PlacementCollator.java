package org.tresnet4j.detection.task;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.batch.Collator;
import org.tresnet4j.datasets.batch.ImageTensor;
import org.tresnet4j.datasets.batch.Padding;
import org.tresnet4j.datasets.transform.BoxMap;
import org.tresnet4j.datasets.transform.Sample;
import org.tresnet4j.detection.postprocess.DetectionDecoder.Placement;

/** Images for evaluation, [N,3,H,W], with the id and the {@link Placement} of each as labels [N,9], in double. */
record PlacementCollator(Padding padding) implements Collator {

    private static final int COLUMNS = 9;

    /** An image of a batch. */
    record Placed(long imageId, Placement placement) {}

    @Override
    public MultiDataSet collate(List<Sample> samples) {
        double[][] rows = samples.stream().map(PlacementCollator::row).toArray(double[][]::new);
        INDArray labels = Nd4j.createFromArray(rows).castTo(DataType.DOUBLE);
        return new org.nd4j.linalg.dataset.MultiDataSet(ImageTensor.of(samples, padding), labels);
    }

    private static double[] row(Sample sample) {
        AnnotatedImage source = sample.source();
        BoxMap map = sample.fromSource().inverse();
        return new double[] {
            source.id(),
            sample.image().width(),
            sample.image().height(),
            map.scaleX(),
            map.shiftX(),
            map.scaleY(),
            map.shiftY(),
            source.width(),
            source.height()
        };
    }

    static List<Placed> read(INDArray labels) {
        return Arrays.stream(labels.reshape(labels.size(0), COLUMNS).toDoubleMatrix())
                .map(row -> new Placed(
                        (long) row[0],
                        new Placement(row[1], row[2], new BoxMap(row[3], row[4], row[5], row[6]), row[7], row[8])))
                .toList();
    }
}
