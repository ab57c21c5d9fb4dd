package org.tresnet4j.datasets.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.tresnet4j.datasets.DatasetException;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.image.ImageDecoder;
import org.tresnet4j.datasets.image.RgbImage;
import org.tresnet4j.datasets.transform.Compose;
import org.tresnet4j.datasets.transform.HorizontalFlip;
import org.tresnet4j.datasets.transform.Sample;
import org.tresnet4j.datasets.transform.SquishResize;
import org.tresnet4j.datasets.transform.Transform;

/** Each object made here is what a new process would make: only the folder is common to them. */
class PreparedInFolderTest {

    private static final int COUNT = 4;
    private static final int SIDE = 16;
    private static final Transform HALF = new SquishResize(SIDE / 2);
    private static final long PLENTY = 1 << 20;

    @TempDir
    private Path folder;

    private final AtomicInteger decoded = new AtomicInteger();
    private final List<Sample> seen = new ArrayList<>();
    private List<AnnotatedImage> images;

    @BeforeEach
    void writeSources() throws IOException {
        for (int i = 0; i < COUNT; i++) {
            Files.write(source(i), new byte[] {(byte) (40 * i)});
        }
        images = annotated(3);
    }

    private Path source(int number) {
        return folder.resolve(number + ".colour");
    }

    private Path cache() {
        return folder.resolve("cache");
    }

    private List<AnnotatedImage> annotated(double right) {
        Annotation object = new Annotation(7, 2, new Box(1, 1.1, right, 9.7), 5.3, true);
        return IntStream.range(0, COUNT)
                .mapToObj(i -> new AnnotatedImage(i, source(i), SIDE, SIDE, List.of(object)))
                .toList();
    }

    /** Counts what is decoded; a file's first byte decides on the colours of its picture. */
    private final class CountingDecoder implements ImageDecoder {

        @Override
        public RgbImage decode(Path file) {
            decoded.incrementAndGet();
            byte[] pixels = new byte[3 * SIDE * SIDE];
            byte first = firstByte(file);
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (byte) (first + 7 * i);
            }
            return RgbImage.of(SIDE, SIDE, pixels);
        }

        @Override
        public RgbImage decode(Path file, int width, int height) {
            return decode(file);
        }

        private byte firstByte(Path file) {
            try {
                return Files.readAllBytes(file)[0];
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private BatchLoader.Builder loader(PreparedImages cache, Transform preparation) {
        return BatchLoader.of(images, samples -> {
                    seen.addAll(samples);
                    return new MultiDataSet(ImageTensor.of(samples), ImageTensor.of(samples));
                })
                .decoder(new CountingDecoder())
                .preparation(preparation, cache)
                .batchSize(COUNT)
                .threads(2);
    }

    /** One epoch in a run of its own. */
    private INDArray run(long budget, Transform preparation) {
        return epoch(PreparedImages.inFolder(cache(), budget), preparation);
    }

    private INDArray run() {
        return run(PLENTY, HALF);
    }

    private INDArray epoch(PreparedImages cache, Transform preparation) {
        decoded.set(0);
        seen.clear();
        try (BatchIterator batches = loader(cache, preparation)
                .transform(new HorizontalFlip(0.5))
                .build()
                .epoch(0)) {
            return batches.next().getFeatures(0);
        }
    }

    private List<Path> kept() throws IOException {
        try (Stream<Path> files = Files.list(cache())) {
            return files.filter(file -> file.toString().endsWith(".prepared"))
                    .sorted()
                    .toList();
        }
    }

    private long bytes() throws IOException {
        long sum = 0;
        for (Path file : kept()) {
            sum += Files.size(file);
        }
        return sum;
    }

    /** As if it had been used long ago. */
    private void age() throws IOException {
        for (Path file : kept()) {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(3600)));
        }
    }

    @Test
    void aLaterRunDecodesNothingAndHasTheSameBatchesAndAnnotations() {
        INDArray without = epoch(PreparedImages.NONE, HALF);
        List<List<Annotation>> annotations =
                seen.stream().map(Sample::annotations).toList();
        assertThat(run()).isEqualTo(without);
        assertThat(decoded.get()).isEqualTo(COUNT);
        assertThat(run()).isEqualTo(without);
        assertThat(decoded.get()).isZero();
        assertThat(seen).extracting(Sample::annotations).isEqualTo(annotations);
        assertThat(seen).extracting(Sample::source).isEqualTo(images);
    }

    @Test
    void imagesWhoseSizeOnlyThePictureKnowsAreMeasuredFromTheCacheToo() {
        images = IntStream.range(0, COUNT)
                .mapToObj(i -> AnnotatedImage.labelled(i, source(i), i))
                .toList();
        run();
        List<AnnotatedImage> sources = seen.stream().map(Sample::source).toList();
        run();
        assertThat(decoded.get()).isZero();
        assertThat(seen).extracting(Sample::source).isEqualTo(sources);
        assertThat(sources.get(0).width()).isEqualTo(SIDE);
    }

    @Test
    void aChangedPictureIsPreparedAnew() throws IOException {
        run();
        Files.write(source(2), new byte[] {99});
        Files.setLastModifiedTime(source(2), FileTime.from(Instant.now().plusSeconds(5)));
        INDArray after = run();
        assertThat(decoded.get()).isOne();
        assertThat(after).isEqualTo(epoch(PreparedImages.NONE, HALF));
    }

    @Test
    void changedAnnotationsAreNeverThoseOfBefore() {
        run();
        images = annotated(5);
        run();
        List<List<Annotation>> cached = seen.stream().map(Sample::annotations).toList();
        epoch(PreparedImages.NONE, HALF);
        assertThat(seen).extracting(Sample::annotations).isEqualTo(cached);
        assertThat(cached.get(0).get(0).box().width()).isEqualTo(2);
    }

    @Test
    void anotherPreparationHasFilesOfItsOwn() {
        run();
        INDArray quarter = run(PLENTY, new SquishResize(SIDE / 4));
        assertThat(decoded.get()).isEqualTo(COUNT);
        assertThat(quarter.size(3)).isEqualTo(SIDE / 4);
        run();
        assertThat(decoded.get()).isZero();
    }

    @Test
    void aTruncatedFileIsReplaced() throws IOException {
        isReplaced(content -> Arrays.copyOf(content, content.length / 2));
    }

    @Test
    void anEmptyFileIsReplaced() throws IOException {
        isReplaced(content -> new byte[0]);
    }

    @Test
    void aFileWithOneBitAlteredIsReplaced() throws IOException {
        isReplaced(content -> {
            content[content.length / 2] ^= 8;
            return content;
        });
    }

    @Test
    void aForeignFileIsReplaced() throws IOException {
        isReplaced(content -> "not a picture".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theFileOfAnotherPictureIsReplaced() throws IOException {
        INDArray expected = run();
        Path first = kept().get(0);
        Files.copy(kept().get(1), first, StandardCopyOption.REPLACE_EXISTING);
        assertThat(run()).isEqualTo(expected);
        assertThat(decoded.get()).isOne();
        run();
        assertThat(decoded.get()).isZero();
    }

    private void isReplaced(UnaryOperator<byte[]> damage) throws IOException {
        INDArray expected = run();
        Path file = kept().get(0);
        Files.write(file, damage.apply(Files.readAllBytes(file)));
        assertThat(run()).isEqualTo(expected);
        assertThat(decoded.get()).isOne();
        run();
        assertThat(decoded.get()).isZero();
    }

    @Test
    void neverHoldsMoreThanItsBudget() throws IOException {
        run();
        long one = bytes() / COUNT;
        for (Path file : kept()) {
            Files.delete(file);
        }
        long budget = 3 * one + one / 2;
        run(budget, HALF);
        assertThat(bytes()).isEqualTo(3 * one);
        PreparedImages later = PreparedImages.inFolder(cache(), budget);
        for (int epoch = 0; epoch < 3; epoch++) {
            epoch(later, HALF);
            assertThat(decoded.get()).isOne();
        }
        assertThat(bytes()).isEqualTo(3 * one);
    }

    @Test
    void runsAtTheSameTimeShareOneBudget() throws IOException {
        run();
        long one = bytes() / COUNT;
        for (Path file : kept()) {
            Files.delete(file);
        }
        PreparedImages first = PreparedImages.inFolder(cache(), 5 * one);
        PreparedImages second = PreparedImages.inFolder(cache(), 5 * one);
        epoch(first, HALF);
        epoch(second, Compose.of(HALF));
        assertThat(bytes()).isEqualTo(5 * one);
        epoch(first, HALF);
        assertThat(decoded.get()).isZero();
    }

    @Test
    void whatNoRunHasUsedForLongestMakesRoom() throws IOException {
        run();
        long budget = bytes();
        age();
        PreparedImages cache = PreparedImages.inFolder(cache(), budget);
        epoch(cache, Compose.of(HALF));
        epoch(cache, Compose.of(HALF));
        assertThat(decoded.get()).isEqualTo(COUNT);
        assertThat(bytes()).isEqualTo(budget);
        epoch(cache, Compose.of(HALF));
        assertThat(decoded.get()).isZero();
    }

    @Test
    void whatThisRunUsesStays() throws IOException {
        run();
        long budget = bytes();
        age();
        PreparedImages cache = PreparedImages.inFolder(cache(), budget);
        epoch(cache, HALF);
        epoch(cache, Compose.of(HALF));
        epoch(cache, Compose.of(HALF));
        epoch(cache, HALF);
        assertThat(decoded.get()).isZero();
    }

    @Test
    void removesWhatAnInterruptedWriterLeftAndKeepsTheFilesOfOthers() throws IOException {
        run();
        Path partial = Files.writeString(cache().resolve("a.partial"), "half");
        Path other = Files.writeString(cache().resolve("notes.txt"), "mine");
        run();
        assertThat(partial).doesNotExist();
        assertThat(other).exists();
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamedAtOnce() {
        Path below = source(0).resolve("cache");
        assertThatThrownBy(() -> PreparedImages.inFolder(below, PLENTY))
                .isInstanceOf(DatasetException.class)
                .hasMessageStartingWith(below + ": prepared images cannot be kept there")
                .hasMessageEndingWith("make the folder writable or choose another");
    }

    @Test
    void refusesAPreparationThatIsNoRecord() {
        Transform nameless = (sample, random) -> sample;
        PreparedImages cache = PreparedImages.inFolder(cache(), PLENTY);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> loader(cache, Compose.of(HALF, nameless)))
                .withMessageContaining("is no record");
    }
}
