package org.tresnet4j.datasets.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.image.ImageDecoder;
import org.tresnet4j.datasets.image.RgbImage;
import org.tresnet4j.datasets.transform.HorizontalFlip;
import org.tresnet4j.datasets.transform.SquishResize;

class PreparedInMemoryTest {

    private static final int SIDE = 8;
    private static final int BYTES = 3 * SIDE * SIDE;

    private final AtomicInteger decoded = new AtomicInteger();
    private final List<AnnotatedImage> images = IntStream.range(0, 4)
            .mapToObj(i -> new AnnotatedImage(i, Path.of(i + ".png"), 16, 16, List.of()))
            .toList();

    @Test
    void readsEachFileOnceAndGivesTheSameBatches() {
        List<INDArray> without = twoEpochs(PreparedImages.NONE);
        assertThat(decoded.getAndSet(0)).isEqualTo(8);
        List<INDArray> with = twoEpochs(PreparedImages.inMemory(4 * BYTES));
        assertThat(decoded.get()).isEqualTo(4);
        assertThat(with).isEqualTo(without);
    }

    @Test
    void keepsNoMoreThanItsBudget() {
        twoEpochs(PreparedImages.inMemory(3 * BYTES));
        assertThat(decoded.get()).isEqualTo(5);
    }

    @Test
    void refusesAPreparationThatDependsOnChance() {
        BatchLoader loader = loader().preparation(new HorizontalFlip(0.5), PreparedImages.NONE)
                .build();
        try (BatchIterator batches = loader.epoch(0)) {
            assertThatThrownBy(batches::next).hasStackTraceContaining("must not depend on chance");
        }
    }

    private List<INDArray> twoEpochs(PreparedImages cache) {
        BatchLoader loader = loader().preparation(new SquishResize(SIDE), cache)
                .transform(new HorizontalFlip(0.5))
                .build();
        return IntStream.range(0, 2)
                .mapToObj(epoch -> {
                    try (BatchIterator batches = loader.epoch(epoch)) {
                        return batches.next().getFeatures(0);
                    }
                })
                .toList();
    }

    private BatchLoader.Builder loader() {
        return BatchLoader.of(images, samples -> new MultiDataSet(ImageTensor.of(samples), ImageTensor.of(samples)))
                .decoder(new Counting())
                .batchSize(4)
                .threads(2);
    }

    /** Stripes that differ from file to file. */
    private final class Counting implements ImageDecoder {

        @Override
        public RgbImage decode(Path file) {
            throw new UnsupportedOperationException("the loader knows the size");
        }

        @Override
        public RgbImage decode(Path file, int width, int height) {
            decoded.incrementAndGet();
            byte[] pixels = new byte[3 * width * height];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (i * 7 + file.toString().charAt(0));
            }
            return RgbImage.of(width, height, pixels);
        }
    }
}
