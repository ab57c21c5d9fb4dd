package org.tresnet4j.datasets.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.AnnotationIndex;
import org.tresnet4j.datasets.coco.CocoPolicy;
import org.tresnet4j.datasets.coco.CocoReader;
import org.tresnet4j.datasets.image.OnCorruptImage;
import org.tresnet4j.datasets.synthetic.ShapesDataset;
import org.tresnet4j.datasets.synthetic.ShapesOptions;
import org.tresnet4j.datasets.transform.AutoAugment;
import org.tresnet4j.datasets.transform.ColorJitter;
import org.tresnet4j.datasets.transform.Compose;
import org.tresnet4j.datasets.transform.Cutout;
import org.tresnet4j.datasets.transform.HorizontalFlip;
import org.tresnet4j.datasets.transform.PhotometricDistortion;
import org.tresnet4j.datasets.transform.RandAugment;
import org.tresnet4j.datasets.transform.RandomCrop;
import org.tresnet4j.datasets.transform.RandomErasing;
import org.tresnet4j.datasets.transform.RandomResizedCrop;
import org.tresnet4j.datasets.transform.VerticalFlip;

/** From files on disk through everything, byte for byte. One of the files is cut off. */
class DeterminismTest {

    @TempDir
    private static Path folder;

    private static AnnotationIndex index;

    @BeforeAll
    static void write() throws IOException {
        ShapesDataset shapes = ShapesDataset.generate(
                folder.resolve("shapes"),
                ShapesOptions.defaults().withImages(30, 1).withSide(64));
        index = new CocoReader(CocoPolicy.defaults()).read(shapes.trainAnnotations(), shapes.trainImages());
        Path victim = index.images().get(11).file();
        byte[] bytes = Files.readAllBytes(victim);
        Files.write(victim, Arrays.copyOf(bytes, bytes.length / 2));
    }

    private static List<float[]> pixels(int threads, int prefetch, int epoch) {
        return pixels(threads, prefetch, epoch, 0);
    }

    private static List<float[]> pixels(int threads, int prefetch, int epoch, int firstBatch) {
        return pixels(loader(index.images()).threads(threads).prefetch(prefetch).build(), epoch, firstBatch);
    }

    private static BatchLoader.Builder loader(List<AnnotatedImage> images) {
        return BatchLoader.of(images, new IdsAndPixels())
                .transform(Compose.of(
                        new RandomCrop(0.7),
                        new RandomResizedCrop(48, 0.3),
                        new HorizontalFlip(0.5),
                        new VerticalFlip(0.5),
                        new PhotometricDistortion(),
                        new ColorJitter(0.4, 0.4, 0.4, 0.1),
                        new RandAugment(),
                        new AutoAugment(AutoAugment.Policy.IMAGENET),
                        new RandomErasing(0.5),
                        new Cutout(0.5)))
                .batchTransform(new MixedImages(0.8, 0))
                .batchSize(7)
                .shuffle(true)
                .seed(4)
                .onCorruptImage(OnCorruptImage.SKIP);
    }

    private static List<float[]> pixels(BatchLoader loader, int epoch, int firstBatch) {
        List<float[]> pixels = new ArrayList<>();
        try (BatchIterator batches = loader.epoch(epoch, firstBatch)) {
            batches.forEachRemaining(batch -> pixels.add(IdsAndPixels.pixels(batch)));
        }
        return pixels;
    }

    @ParameterizedTest(name = "{0} threads, {1} ahead")
    @CsvSource({"1, 1", "2, 2", "5, 1", "5, 4"})
    void batchesAreTheSameForAnyNumberOfThreads(int threads, int prefetch) {
        List<float[]> expected = pixels(1, 2, 3);
        List<float[]> found = pixels(threads, prefetch, 3);
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(Arrays.equals(found.get(i), expected.get(i))).isTrue();
        }
    }

    @ParameterizedTest(name = "from batch {0}")
    @CsvSource({"0", "1", "3", "5"})
    void anEpochTakenUpAgainHasTheBatchesThatItAlwaysHas(int firstBatch) {
        List<float[]> whole = pixels(2, 2, 3);
        List<float[]> rest = pixels(2, 2, 3, firstBatch);
        assertThat(rest).hasSize(5 - firstBatch);
        for (int i = 0; i < rest.size(); i++) {
            assertThat(Arrays.equals(rest.get(i), whole.get(firstBatch + i))).isTrue();
        }
    }

    @Test
    void aBatchMadeByItselfIsTheOneOfItsEpoch() {
        List<float[]> expected = pixels(2, 2, 3);
        List<int[]> batches = loader(index.images()).build().batches(3);
        assertThat(batches).hasSameSizeAs(expected);
        for (int n = 0; n < expected.size(); n++) {
            int[] numbers = batches.get(n);
            BatchLoader alone = loader(
                            Arrays.stream(numbers).mapToObj(index.images()::get).toList())
                    .numbers(place -> numbers[place])
                    .shuffle(false)
                    .build();
            assertThat(Arrays.equals(pixels(alone, 3, 0).get(0), expected.get(n)))
                    .isTrue();
        }
    }

    @Test
    void anotherEpochIsAugmentedDifferently() {
        assertThat(Arrays.equals(pixels(2, 2, 0).get(0), pixels(2, 2, 1).get(0)))
                .isFalse();
    }
}
