package org.tresnet4j.datasets.batch;

import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.datasets.transform.Sample;

/** Pictures as features and image ids as labels, so that tests see what is in a batch. */
final class IdsAndPixels implements Collator {

    @Override
    public MultiDataSet collate(List<Sample> samples) {
        float[] ids = new float[samples.size()];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = samples.get(i).source().id();
        }
        INDArray labels = Nd4j.create(ids, new long[] {ids.length, 1}, 'c');
        return new org.nd4j.linalg.dataset.MultiDataSet(ImageTensor.of(samples), labels);
    }

    static List<Integer> ids(MultiDataSet batch) {
        return Arrays.stream(batch.getLabels(0).data().asInt()).boxed().toList();
    }

    static float[] pixels(MultiDataSet batch) {
        return batch.getFeatures(0).dup('c').data().asFloat();
    }
}
