package org.tresnet4j.classification.task;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.datasets.batch.Collator;
import org.tresnet4j.datasets.batch.ImageTensor;
import org.tresnet4j.datasets.transform.Sample;

/** Images [N,3,S,S] with labels [N,classes]: 1 for the class of the image, wherever a transform may have moved it. */
record LabelCollator(int classes) implements Collator {

    @Override
    public MultiDataSet collate(List<Sample> samples) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, samples.size(), classes);
        for (int n = 0; n < samples.size(); n++) {
            labels.putScalar(n, OneLabel.of(samples.get(n).source()), 1);
        }
        return new org.nd4j.linalg.dataset.MultiDataSet(ImageTensor.of(samples), labels);
    }
}
