package org.tresnet4j.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.tresnet4j.benchmarks.worker.Mode;

/** What is compared with each other; the processes of a group live at the same time. */
enum Group {
    TRAIN_8(Mode.TRAIN, 8),
    TRAIN_16(Mode.TRAIN, 16),
    INFER_1(Mode.INFER, 1),
    INFER_8(Mode.INFER, 8),
    /** So many that reading the weights no longer counts, as papers measure images a second. */
    INFER_32(Mode.INFER, 32),
    /** This project's training over batch sizes. */
    SCALE_BATCH,
    /** This project's training over sizes of images. */
    SCALE_SIZE,
    /** The data pipeline without a network. */
    LOADER,
    /** What the machine can do at most. */
    LIMITS;

    private final Mode mode;
    private final int batch;

    Group() {
        this(null, 0);
    }

    Group(Mode mode, int batch) {
        this.mode = mode;
        this.batch = batch;
    }

    /** As in options and results, e.g. {@code train-8}. */
    String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether other libraries take part. */
    boolean compares() {
        return mode != null;
    }

    /**
     * @throws IllegalStateException unless it {@link #compares}
     */
    Mode mode() {
        if (!compares()) {
            throw new IllegalStateException(id() + " has no mode of its own");
        }
        return mode;
    }

    /** Images of a step, unless an option says otherwise; of a group that {@link #compares}. */
    int batch() {
        return batch;
    }

    /**
     * @throws IllegalArgumentException naming the known ones
     */
    static Group of(String id) {
        return Arrays.stream(values())
                .filter(group -> group.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("there is no group '" + id + "', expected one of " + ids()));
    }

    static String ids() {
        return Arrays.stream(values()).map(Group::id).collect(Collectors.joining(", "));
    }
}
