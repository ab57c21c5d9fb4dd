package org.tresnet4j.datasets.cifar;

import java.util.List;

/**
 * The two data sets.
 *
 * @see <a href="https://www.cs.toronto.edu/~kriz/cifar.html">their page, which describes the files</a>
 */
public enum CifarKind {
    CIFAR_10(
            List.of("data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"),
            List.of("test_batch.bin"),
            "batches.meta.txt",
            10,
            1),
    /** With its 100 fine labels; a record's first label is the coarse one. */
    CIFAR_100(List.of("train.bin"), List.of("test.bin"), "fine_label_names.txt", 100, 2);

    static final int SIDE = 32;
    static final int PIXELS = SIDE * SIDE;

    private final List<String> trainFiles;
    private final List<String> testFiles;
    private final String namesFile;
    private final int classes;
    private final int labelBytes;

    CifarKind(List<String> trainFiles, List<String> testFiles, String namesFile, int classes, int labelBytes) {
        this.trainFiles = trainFiles;
        this.testFiles = testFiles;
        this.namesFile = namesFile;
        this.classes = classes;
        this.labelBytes = labelBytes;
    }

    List<String> files(boolean train) {
        return train ? trainFiles : testFiles;
    }

    /** Whether a file of that name belongs to it. */
    boolean has(String file) {
        return trainFiles.contains(file) || testFiles.contains(file);
    }

    String namesFile() {
        return namesFile;
    }

    int classes() {
        return classes;
    }

    /** Of a record: labels, then 1024 reds, greens and blues. */
    int recordBytes() {
        return labelBytes + 3 * PIXELS;
    }

    /** Where in a record its label is. */
    int labelOffset() {
        return labelBytes - 1;
    }
}
