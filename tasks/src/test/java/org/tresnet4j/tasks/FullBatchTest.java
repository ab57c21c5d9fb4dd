package org.tresnet4j.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class FullBatchTest {

    private final INDArray images = Nd4j.rand(DataType.FLOAT, 2, 3, 4, 4);
    private final INDArray labels = Nd4j.rand(DataType.FLOAT, 2, 5);
    private final MultiDataSet batch = new org.nd4j.linalg.dataset.MultiDataSet(images, labels);

    @Test
    void aBatchWithAllItsImagesStaysAsItIs() {
        assertThat(FullBatch.of(batch, 2)).isSameAs(batch);
    }

    @Test
    void imagesAreRepeatedWithTheirLabels() {
        MultiDataSet full = FullBatch.of(batch, 5);
        assertThat(full.getFeatures(0).shape()).containsExactly(5, 3, 4, 4);
        assertThat(full.getLabels(0).shape()).containsExactly(5, 5);
        for (int place = 0; place < 5; place++) {
            assertThat(full.getFeatures(0).slice(place)).isEqualTo(images.slice(place % 2));
            assertThat(full.getLabels(0).slice(place)).isEqualTo(labels.slice(place % 2));
        }
    }
}
