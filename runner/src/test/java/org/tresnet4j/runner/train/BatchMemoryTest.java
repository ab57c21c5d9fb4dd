package org.tresnet4j.runner.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

class BatchMemoryTest {

    @Test
    void collectsEachTimeTheBudgetIsUsedUp() {
        AtomicInteger collections = new AtomicInteger();
        BatchMemory memory = new BatchMemory(100, collections::incrementAndGet);
        // 40 + 8 bytes, no masks
        MultiDataSet batch = new MultiDataSet(Nd4j.zeros(DataType.FLOAT, 2, 5), Nd4j.zeros(DataType.FLOAT, 2, 1));
        memory.release(batch);
        memory.release(batch);
        assertThat(collections).hasValue(0);
        memory.release(batch);
        assertThat(collections).hasValue(1);
        memory.release(batch);
        assertThat(collections).hasValue(1);
    }
}
