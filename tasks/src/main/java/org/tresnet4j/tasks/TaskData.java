package org.tresnet4j.tasks;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import com.google.common.hash.Hashing;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.tresnet4j.datasets.annotation.AnnotationIndex;
import org.tresnet4j.datasets.batch.BatchLoader;
import org.tresnet4j.datasets.batch.BatchTransform;
import org.tresnet4j.datasets.batch.Collator;
import org.tresnet4j.datasets.batch.PreparedImages;
import org.tresnet4j.datasets.transform.Transform;
import org.tresnet4j.runner.spi.BatchStream;
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
        this.splits = new Splits(config);
        // a checkpoint that only predicts opens no folder
        this.prepared = Suppliers.memoize(config::cache);
    }

    /** The class names in index order: those that a checkpoint was trained with, else those of the training split. */
    public List<String> classes() {
        return context.classes().isEmpty() ? splits.get(Splits.TRAIN).labels().names() : context.classes();
    }

    /** Whether training starts from nothing, so that initial weights are of use, and not from a checkpoint. */
    public boolean startsAfresh() {
        return context.startsAfresh();
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
     * How a picture becomes the network's input, in words.
     *
     * @param transform what is done to it in evaluation
     */
    public static String preprocessing(Transform transform) {
        return "decoded to RGB, " + transform + ", divided by 255; [N, 3, H, W]";
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
