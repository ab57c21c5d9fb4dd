package org.tresnet4j.datasets.batch;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.image.ImageDecoder;
import org.tresnet4j.datasets.image.OnCorruptImage;
import org.tresnet4j.datasets.transform.Compose;
import org.tresnet4j.datasets.transform.Transform;

/**
 * Makes batches of a dataset, epoch by epoch, on threads of its own. The batches of an epoch are the same, byte for byte,
 * for any number of threads. Immutable; epochs may be read in any order and side by side.
 *
 * <pre>{@code
 * BatchLoader loader = BatchLoader.of(index.images(), collator)
 *         .transform(Compose.of(new SquishResize(224), new HorizontalFlip(0.5)))
 *         .batchSize(64).shuffle(true).seed(17)
 *         .build();
 * try (BatchIterator batches = loader.epoch(0)) {
 *     batches.forEachRemaining(graph::fit);
 * }
 * }</pre>
 *
 * <p>With {@link OnCorruptImage#SKIP} the place of a picture that cannot be decoded stays empty: its batch is smaller, and
 * left out if nothing remains. No other picture moves up, so that all other batches are what they would be with an intact
 * picture, and none occurs twice in an epoch. A failing transform or collator is never skipped.
 */
public final class BatchLoader {

    private final Recipe recipe;
    private final int batchSize;
    private final int threads;
    private final int prefetch;
    private final boolean shuffle;
    private final boolean dropLast;

    private BatchLoader(Builder builder) {
        this.recipe = new Recipe(
                builder.images,
                builder.decoder,
                builder.onCorruptImage,
                builder.preparation,
                builder.prepared,
                builder.transform,
                new EpochOrder(builder.seed),
                builder.numbers,
                builder.collator,
                builder.batchTransform);
        this.batchSize = builder.batchSize;
        this.threads = builder.threads;
        this.prefetch = builder.prefetch;
        this.shuffle = builder.shuffle;
        this.dropLast = builder.dropLast;
        if (batchesPerEpoch() == 0) {
            throw new IllegalArgumentException("dropLast leaves no batch: there are "
                    + recipe.images().size() + " images for a batchSize of " + batchSize);
        }
    }

    /**
     * @param images at least one
     */
    public static Builder of(List<AnnotatedImage> images, Collator collator) {
        return new Builder(images, collator);
    }

    /** Batches in an epoch; with skipped images possibly one less is delivered. */
    public int batchesPerEpoch() {
        int images = recipe.images().size();
        return dropLast ? images / batchSize : (images - 1) / batchSize + 1;
    }

    /**
     * Starts making the batches of an epoch. Close the iterator, else its threads wait for ever with their batches in hand.
     *
     * @param epoch decides, with the seed, on the order and the augmentation
     */
    public BatchIterator epoch(int epoch) {
        return epoch(epoch, 0);
    }

    /**
     * The same, beginning with a later batch.
     *
     * @param firstBatch its number; the batches from there on are those that they always are
     */
    public BatchIterator epoch(int epoch, int firstBatch) {
        if (firstBatch < 0 || firstBatch > batchesPerEpoch()) {
            throw new IllegalArgumentException(
                    "firstBatch is " + firstBatch + ", and an epoch has " + batchesPerEpoch() + " batches");
        }
        return new BatchIterator(recipe, epoch, examples(epoch), firstBatch, batchSize, threads, prefetch);
    }

    /**
     * Which images are in the batches of an epoch, without making them.
     *
     * @return for each batch the places of its images in the list
     */
    public List<int[]> batches(int epoch) {
        int[] examples = examples(epoch);
        return IntStream.range(0, batchesPerEpoch())
                .map(batch -> batch * batchSize)
                .mapToObj(from -> Arrays.copyOfRange(examples, from, Math.min(from + batchSize, examples.length)))
                .toList();
    }

    private int[] examples(int epoch) {
        int size = recipe.images().size();
        int[] examples = shuffle
                ? recipe.order().shuffled(size, epoch)
                : IntStream.range(0, size).toArray();
        return dropLast ? Arrays.copyOf(examples, batchesPerEpoch() * batchSize) : examples;
    }

    /** Options of a loader; {@link #batchSize} is required. */
    public static final class Builder {

        private final List<AnnotatedImage> images;
        private final Collator collator;
        private ImageDecoder decoder = ImageDecoder.openCv();
        private Transform preparation = Compose.of();
        private PreparedImages prepared = PreparedImages.NONE;
        private Transform transform = Compose.of();
        private BatchTransform batchTransform = BatchTransform.NONE;
        private int batchSize;
        private long seed;
        private int threads = 2;
        private int prefetch = 2;
        private IntUnaryOperator numbers = IntUnaryOperator.identity();
        private boolean shuffle;
        private boolean dropLast;
        private OnCorruptImage onCorruptImage = OnCorruptImage.FAIL;

        private Builder(List<AnnotatedImage> images, Collator collator) {
            this.images = List.copyOf(images);
            this.collator = Objects.requireNonNull(collator, "collator");
            if (this.images.isEmpty()) {
                throw new IllegalArgumentException("There are no images to load");
            }
        }

        /** Images in a batch, at least 1; the last one of an epoch may have fewer. */
        public Builder batchSize(int value) {
            batchSize = positive("batchSize", value);
            return this;
        }

        /** Default: {@link ImageDecoder#openCv()}. */
        public Builder decoder(ImageDecoder value) {
            decoder = Objects.requireNonNull(value, "decoder");
            return this;
        }

        /**
         * What is done to every picture before the transform, the same in every epoch. Default: nothing.
         *
         * @param value must not ask for random numbers
         * @param cache keeps the results
         * @throws IllegalArgumentException if the cache cannot tell this preparation from others
         */
        public Builder preparation(Transform value, PreparedImages cache) {
            preparation = Objects.requireNonNull(value, "preparation");
            prepared = Objects.requireNonNull(cache, "cache");
            cache.check(value);
            return this;
        }

        /** Default: none. */
        public Builder transform(Transform value) {
            transform = Objects.requireNonNull(value, "transform");
            return this;
        }

        /** What is done to a batch as a whole. Default: nothing. */
        public Builder batchTransform(BatchTransform value) {
            batchTransform = Objects.requireNonNull(value, "batchTransform");
            return this;
        }

        /** Of the order and the augmentation. Default: 0. */
        public Builder seed(long value) {
            seed = value;
            return this;
        }

        /**
         * What chance knows the images by: of a part of a dataset, the places of its images in the whole, so that they
         * are changed as they would be there. Default: their places in the list.
         *
         * @param value from the place in the list
         */
        public Builder numbers(IntUnaryOperator value) {
            numbers = Objects.requireNonNull(value, "numbers");
            return this;
        }

        /** Threads that decode, transform and collate, at least 1. Default: 2. */
        public Builder threads(int value) {
            threads = positive("threads", value);
            return this;
        }

        /** Batches that may be made or lie ready beyond the one delivered last, at least 1. Default: 2. */
        public Builder prefetch(int value) {
            prefetch = positive("prefetch", value);
            return this;
        }

        /** A new order for every epoch. Default: off, the order of the list. */
        public Builder shuffle(boolean value) {
            shuffle = value;
            return this;
        }

        /** Leaves out a last batch that would not be full. Default: off. */
        public Builder dropLast(boolean value) {
            dropLast = value;
            return this;
        }

        /** Default: {@link OnCorruptImage#FAIL}. */
        public Builder onCorruptImage(OnCorruptImage value) {
            onCorruptImage = Objects.requireNonNull(value, "onCorruptImage");
            return this;
        }

        /**
         * @throws IllegalArgumentException if the batch size is missing, or dropLast would leave nothing
         */
        public BatchLoader build() {
            positive("batchSize", batchSize);
            return new BatchLoader(this);
        }

        private static int positive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " is " + value + ", expected at least 1");
            }
            return value;
        }
    }
}
