package org.tresnet4j.tasks;

import java.util.Locale;

/** How a split's files are laid out. */
public enum DataFormat {
    /** A COCO annotation file and a folder of images. */
    COCO,
    /** A folder of images for each class. */
    FOLDER,
    /** CIFAR-10's binary version. */
    CIFAR10,
    /** CIFAR-100's binary version. */
    CIFAR100,
    /** Stanford Cars and its development kit. */
    CARS,
    /** Oxford Flowers 102. */
    FLOWERS;

    /** As it is written in a configuration. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
