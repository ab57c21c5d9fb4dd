package org.tresnet4j.tasks;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.tresnet4j.datasets.DatasetException;
import org.tresnet4j.datasets.batch.PreparedImages;
import org.tresnet4j.datasets.coco.CocoPolicy.EmptyImages;
import org.tresnet4j.datasets.coco.CocoSplit;
import org.tresnet4j.datasets.image.OnCorruptImage;
import org.tresnet4j.runner.config.ConfigException;
import org.tresnet4j.runner.config.Key;
import org.tresnet4j.runner.spi.Places;

/**
 * The images and their labels.
 *
 * @param root the folder that the splits' paths start from
 */
public record DataConfig(
        @Key("the folder that the paths of the splits start from; relative to the working directory")
        Path root,

        @Key("what the network learns from") SplitConfig train,
        @Key("what it is measured on while it learns") SplitConfig validation,
        @Key("a further split for `eval --split test`") Optional<SplitConfig> test,

        @Key(value = "images in a training step", min = 1) int batchSize,

        @Key(value = "images at a time in evaluation and prediction", defaultValue = "32", min = 1)
        int evaluationBatchSize,

        @Key(value = "threads that decode and augment", defaultValue = "2", min = 1)
        int threads,

        @Key(value = "batches that may lie ready", defaultValue = "2", min = 1)
        int prefetch,

        @Key(
                value =
                        "megabytes of decoded and resized training images that are kept, in memory unless cacheFolder says"
                                + " otherwise; 0 keeps none",
                defaultValue = "0",
                min = 0)
        int cacheMegabytes,

        @Key(
                value = "the folder whose files keep the decoded and resized training images, for later runs too",
                when = "cacheMegabytes!=0")
        Optional<Path> cacheFolder,

        @Key(value = "training images without any label: keep or drop (the reference drops)", defaultValue = "drop")
        EmptyImages emptyImages,

        @Key(value = "a file that is no picture: fail, or skip and count", defaultValue = "fail")
        OnCorruptImage onCorruptImage) {

    private static final long MEGABYTE = 1L << 20;

    /**
     * The parts of the data: training, validation and, where there is one, test.
     *
     * @param places where the configuration is written
     * @throws ConfigException with every file or folder that is not there
     */
    public List<CocoSplit> splits(Places places) {
        Splits splits = new Splits(this, places);
        return splits.inOrder().map(splits::locate).toList();
    }

    /**
     * A cache of {@code cacheMegabytes}.
     *
     * @param places where the configuration is written
     * @throws ConfigException if its folder cannot be written
     */
    PreparedImages cache(Places places) {
        long budget = cacheMegabytes * MEGABYTE;
        try {
            return cacheFolder
                    .map(folder -> PreparedImages.inFolder(folder, budget))
                    .orElseGet(() -> PreparedImages.inMemory(budget));
        } catch (DatasetException e) {
            String key = "data.cacheFolder";
            throw ConfigException.of(new ConfigException.Fault(places.of(key), key, e.getMessage()));
        }
    }

    /** Whether every picture is a file of its own, which other processes can fetch. */
    boolean isOfPictureFiles() {
        return Stream.concat(Stream.of(train, validation), test.stream())
                .noneMatch(split -> split.format() == DataFormat.CIFAR10 || split.format() == DataFormat.CIFAR100);
    }

    /**
     * For tasks that need boxes.
     *
     * @throws IllegalArgumentException if a split is not in COCO's format
     */
    public void requireCoco() {
        Stream.concat(Stream.of(train, validation), test.stream())
                .filter(split -> split.format() != DataFormat.COCO)
                .findFirst()
                .ifPresent(split -> {
                    throw new IllegalArgumentException(
                            "format " + split.format() + " has no boxes; this task needs COCO annotation files");
                });
    }
}
