package org.tresnet4j.multilabel.task;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.batch.Collator;
import org.tresnet4j.datasets.batch.ImageTensor;
import org.tresnet4j.datasets.transform.Sample;

/**
 * Images [N,3,S,S] with labels [N,classes] of 0 and 1: a class is there if the file annotates any object of it, crowds
 * included, wherever a transform may have moved it.
 */
record LabelCollator(int classes) implements Collator {

    @Override
    public MultiDataSet collate(List<Sample> samples) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, samples.size(), classes);
        for (int n = 0; n < samples.size(); n++) {
            for (Annotation annotation : samples.get(n).source().annotations()) {
                labels.putScalar(n, annotation.classIndex(), 1);
            }
        }
        return new org.nd4j.linalg.dataset.MultiDataSet(ImageTensor.of(samples), labels);
    }
}
