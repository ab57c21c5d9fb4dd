package org.tresnet4j.detection.task;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.batch.Collator;
import org.tresnet4j.datasets.batch.ImageTensor;
import org.tresnet4j.datasets.batch.Padding;
import org.tresnet4j.datasets.transform.Sample;
import org.tresnet4j.detection.anchor.AnchorGrid;
import org.tresnet4j.detection.assign.Assigner;
import org.tresnet4j.detection.loss.Targets;

/** Images [N,3,H,W] with {@link Targets}: which location learns which object is decided here, on the loader's threads. */
record TargetCollator(Assigner assigner, Padding padding, Grids grids) implements Collator {

    @Override
    public MultiDataSet collate(List<Sample> samples) {
        INDArray images = ImageTensor.of(samples, padding);
        AnchorGrid grid = grids.of(images);
        List<Targets.Image> assigned =
                samples.stream().map(sample -> assign(sample, grid)).toList();
        return new org.nd4j.linalg.dataset.MultiDataSet(images, Targets.of(assigned, grid, DataType.FLOAT));
    }

    /** Crowds are not assigned, as in ATSS's code: nobody says where in them the objects are. */
    private Targets.Image assign(Sample sample, AnchorGrid grid) {
        List<Annotation> objects = sample.annotations().stream()
                .filter(annotation -> !annotation.crowd() && !annotation.box().isEmpty())
                .toList();
        int[] assigned = assigner.assign(
                grid,
                objects.stream().map(Annotation::box).toList(),
                sample.image().width(),
                sample.image().height());
        return new Targets.Image(objects, assigned);
    }
}
