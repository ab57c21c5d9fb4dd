package org.tresnet4j.tasks;

import java.nio.file.Path;
import java.util.Optional;
import org.tresnet4j.runner.config.Key;

/**
 * A part of the data.
 *
 * @param format of the files
 * @param annotations a file, or of Flowers a folder, relative to the root
 * @param images the folder of its images, relative to the root
 * @param part where the files hold several
 */
public record SplitConfig(
        @Key(
                value = "coco, folder (of a folder of images for each class), cifar10 or cifar100 (binary version),"
                        + " cars (Stanford) or flowers (Oxford 102)",
                defaultValue = "coco")
        DataFormat format,

        @Key(
                value = "what holds the labels, absolute or relative to data.root: a COCO annotation file; of cars the"
                        + " devkit's cars_train_annos.mat, cars_meta.mat beside it; of flowers the folder of"
                        + " imagelabels.mat",
                when = "format=coco|cars|flowers")
        Optional<Path> annotations,

        @Key("the folder of its images, absolute or relative to data.root; of cifar10 and cifar100 that of the .bin"
                + " files")
        Path images,

        @Key(
                value = "train, test, or of flowers also validation or train-and-validation",
                when = "format=cifar10|cifar100|flowers")
        Optional<SplitPart> part) {

    public SplitConfig {
        boolean labelled = format == DataFormat.COCO || format == DataFormat.CARS || format == DataFormat.FLOWERS;
        if (labelled && annotations.isEmpty()) {
            throw new IllegalArgumentException("annotations is required: the files that hold the labels");
        }
        if (format == DataFormat.FLOWERS && part.isEmpty()) {
            throw new IllegalArgumentException("part is required: train, validation, train-and-validation or test");
        }
        boolean cifar = format == DataFormat.CIFAR10 || format == DataFormat.CIFAR100;
        if (cifar && !part.equals(Optional.of(SplitPart.TRAIN)) && !part.equals(Optional.of(SplitPart.TEST))) {
            throw new IllegalArgumentException("part is required: train or test, which are all that CIFAR has");
        }
    }
}
