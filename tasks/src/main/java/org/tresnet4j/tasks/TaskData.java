package org.tresnet4j.tasks;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import com.google.common.hash.Hashing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.AnnotationIndex;
import org.tresnet4j.datasets.batch.BatchLoader;
import org.tresnet4j.datasets.batch.BatchTransform;
import org.tresnet4j.datasets.batch.Collator;
import org.tresnet4j.datasets.batch.PreparedImages;
import org.tresnet4j.datasets.image.OnCorruptImage;
import org.tresnet4j.datasets.transform.Transform;
import org.tresnet4j.runner.spi.BatchStream;
import org.tresnet4j.runner.spi.FileSource;
import org.tresnet4j.runner.spi.TaskContext;
import org.tresnet4j.runner.spi.TaskException;
import org.tresnet4j.runner.train.BatchMemory;

/** A task's data: its splits, and the batches that are made of them. Files are read when they are first asked for. */
public final class TaskData {

    private final DataConfig config;
    private final TaskContext context;
    private final Splits splits;
    private final Supplier<PreparedImages> prepared;

    /** Nothing is read yet. */
    public TaskData(DataConfig config, TaskContext context) {
        this.config = config;
        this.context = context;
        this.splits = new Splits(config, context.places());
        // a checkpoint that only predicts opens no folder
        this.prepared = Suppliers.memoize(() -> config.cache(context.places()));
    }

    /** The class names in index order: those that a checkpoint was trained with, else those of the training split. */
    public List<String> classes() {
        return context.classes().isEmpty() ? splits.get(Splits.TRAIN).labels().names() : context.classes();
    }

    /** What can be evaluated, the one for training first. */
    public List<String> splitNames() {
        return splits.names();
    }

    /**
     * A split whose classes are those that the network knows.
     *
     * @throws TaskException if they are others, there is none of that name, or it has no images
     * @throws org.tresnet4j.runner.config.ConfigException if its files are not there
     */
    public AnnotationIndex index(String split) {
        AnnotationIndex index = splits.get(split);
        if (!index.labels().names().equals(classes())) {
            throw new TaskException(
                    "split " + split + " has the classes " + index.labels().names() + ", but the network has "
                            + classes() + ": use the categories it was trained with, in their order");
        }
        return index;
    }

    /** The split that is learnt from. */
    public AnnotationIndex training() {
        return index(Splits.TRAIN);
    }

    /** The split that is measured while training. */
    public AnnotationIndex validation() {
        return index(Splits.VALIDATION);
    }

    /** Tells the images and labels that are learnt from and measured on from any others. */
    public String fingerprint() {
        return Hashing.sha256()
                .newHasher()
                .putUnencodedChars(training().fingerprint())
                .putUnencodedChars(validation().fingerprint())
                .hash()
                .toString();
    }

    /**
     * Looks whether the pictures that training reads are there, unless missing ones may be skipped.
     *
     * @throws TaskException naming the first that is not
     */
    public void requireFiles() {
        if (config.onCorruptImage() == OnCorruptImage.FAIL && config.isOfPictureFiles()) {
            requireFiles(Splits.TRAIN);
            requireFiles(Splits.VALIDATION);
        }
    }

    private void requireFiles(String split) {
        List<AnnotatedImage> images = index(split).images();
        List<Path> missing = images.stream()
                .map(AnnotatedImage::file)
                .filter(Predicate.not(Files::exists))
                .toList();
        if (!missing.isEmpty()) {
            throw new TaskException("split " + split + ": " + missing.size() + " of " + images.size()
                    + " pictures are not there, the first being " + missing.get(0) + "; correct data." + split
                    + ".images or put them there, or set data.onCorruptImage: skip");
        }
    }

    /**
     * A split's annotation file.
     *
     * @throws org.tresnet4j.runner.config.ConfigException if its format has none
     */
    public Path annotations(String split) {
        return splits.annotations(split);
    }

    /**
     * The batches to learn from.
     *
     * @param preparation what happens to every image before anything random does
     * @param transform the random part
     */
    public BatchLoader training(Collator collator, Transform preparation, Transform transform) {
        return training(collator, preparation, transform, BatchTransform.NONE);
    }

    /**
     * The batches to learn from.
     *
     * @param preparation what happens to every image before anything random does
     * @param transform the random part
     * @param batchTransform what happens to a batch as a whole
     */
    public BatchLoader training(
            Collator collator, Transform preparation, Transform transform, BatchTransform batchTransform) {
        return loader(Splits.TRAIN, config.batchSize(), collator)
                .batchTransform(batchTransform)
                .preparation(preparation, prepared.get())
                .transform(transform)
                .seed(context.seed())
                .shuffle(true)
                .dropLast(index(Splits.TRAIN).images().size() >= config.batchSize())
                .build();
    }

    /** Images in a training batch. */
    public int batchSize() {
        return config.batchSize();
    }

    /** The folder that described files are relative to. */
    public Path root() {
        return config.root();
    }

    /**
     * What other processes need to make the training batches of an epoch.
     *
     * @param training from {@link #training(Collator, Transform, Transform)}
     */
    public List<String> describe(BatchLoader training, int epoch) {
        return describe(Splits.TRAIN, training, epoch);
    }

    /** What other processes need to make the batches that {@link #evaluate} hands on. */
    public List<String> describeEvaluation(String split, Collator collator) {
        return describe(
                split, loader(split, config.evaluationBatchSize(), collator).build(), 0);
    }

    private List<String> describe(String split, BatchLoader loader, int epoch) {
        if (!config.isOfPictureFiles()) {
            throw new TaskException("data in CIFAR's format has no picture files that other processes could fetch;"
                    + " train on one machine, or write the pictures into folders (format: folder)");
        }
        List<AnnotatedImage> images = index(split).images();
        return loader.batches(epoch).stream()
                .map(numbers -> BatchDescription.of(config.root(), images, epoch, numbers)
                        .text())
                .toList();
    }

    /**
     * Makes a described training batch, the same as where it was described, but with others repeated in the places of
     * images that are skipped.
     *
     * @param preparation what happens to every image before anything random does
     * @param transform the random part
     * @param batchTransform what happens to a batch as a whole
     * @throws TaskException if none of its images can be read
     */
    public MultiDataSet batch(
            String description,
            FileSource files,
            Collator collator,
            Transform preparation,
            Transform transform,
            BatchTransform batchTransform) {
        BatchDescription batch = BatchDescription.parse(description);
        BatchLoader loader = described(batch, files, collator)
                .batchTransform(batchTransform)
                .preparation(preparation, prepared.get())
                .transform(transform)
                .build();
        try (BatchStream batches = new LoadedBatches(loader.epoch(batch.epoch()))) {
            if (!batches.hasNext()) {
                throw new TaskException("none of the " + batch.images().size() + " images of a batch could be read, "
                        + batch.images().get(0).image().file() + " being the first");
            }
            return FullBatch.of(batches.next(), batch.images().size());
        }
    }

    /**
     * Hands on described batches of an evaluation in order; those of which no image can be read are left out.
     *
     * @param consumer must not keep a batch
     */
    public void evaluate(
            List<String> descriptions,
            FileSource files,
            Collator collator,
            Transform transform,
            Consumer<MultiDataSet> consumer) {
        BatchMemory memory = new BatchMemory();
        for (String description : descriptions) {
            BatchDescription batch = BatchDescription.parse(description);
            BatchLoader loader =
                    described(batch, files, collator).transform(transform).build();
            try (BatchStream batches = new LoadedBatches(loader.epoch(batch.epoch()))) {
                batches.forEachRemaining(made -> {
                    consumer.accept(made);
                    memory.release(made);
                });
            }
        }
    }

    private BatchLoader.Builder described(BatchDescription batch, FileSource files, Collator collator) {
        return BatchLoader.of(batch.annotatedImages(), collator)
                .decoder(Decoding.decoder(files))
                .numbers(place -> batch.images().get(place).number())
                .seed(context.seed())
                .batchSize(batch.images().size())
                .threads(config.threads())
                .onCorruptImage(config.onCorruptImage());
    }

    /**
     * Hands on the batches of a split in order.
     *
     * @param consumer must not keep a batch
     * @throws TaskException if none of the images can be read
     */
    public void evaluate(String split, Collator collator, Transform transform, Consumer<MultiDataSet> consumer) {
        BatchLoader loader = loader(split, config.evaluationBatchSize(), collator)
                .transform(transform)
                .build();
        BatchMemory memory = new BatchMemory();
        boolean empty = true;
        try (BatchStream batches = new LoadedBatches(loader.epoch(0))) {
            while (batches.hasNext()) {
                MultiDataSet batch = batches.next();
                consumer.accept(batch);
                memory.release(batch);
                empty = false;
            }
        }
        if (empty) {
            throw new TaskException("split " + split + ": none of its images could be read");
        }
    }

    private BatchLoader.Builder loader(String split, int batchSize, Collator collator) {
        return BatchLoader.of(index(split).images(), collator)
                .decoder(Decoding.decoder())
                .batchSize(batchSize)
                .threads(config.threads())
                .prefetch(config.prefetch())
                .onCorruptImage(config.onCorruptImage());
    }
}
