package org.tresnet4j.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.tresnet4j.benchmarks.worker.Mode;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of the suite. */
final class Settings {

    private static final int QUICK_ROUNDS = 2;

    @Option(
            names = "--groups",
            split = ",",
            paramLabel = "GROUP",
            converter = GroupConverter.class,
            description = "What to measure, with commas: train-8, train-16, infer-1, infer-8, infer-32, scale-batch,"
                    + " scale-size, loader, limits. Default: all.")
    private List<Group> groups = List.of(Group.values());

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "ID",
            description = "Only these contenders, by their names in results.json. Default: all.")
    private List<String> only = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "7",
            description = "Measurements of every contender. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Option(names = "--quick", description = "As --rounds " + QUICK_ROUNDS + ", to see that all works.")
    private boolean quick;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "Threads of every contender. Default: ${DEFAULT-VALUE}.")
    private int threads;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            defaultValue = "tresnet_m",
            description = "The TResNet that is measured. Default: ${DEFAULT-VALUE}.")
    private String model;

    @Option(
            names = "--size",
            paramLabel = "S",
            defaultValue = "224",
            description = "Side of the images in pixels, a multiple of 32. Default: ${DEFAULT-VALUE}.")
    private int size;

    @Option(
            names = "--batch",
            paramLabel = "B",
            description = "Images in a batch of the groups train-* and infer-*, instead of their own.")
    private Optional<Integer> batch = Optional.empty();

    @Option(
            names = "--reference",
            paramLabel = "FILE",
            description =
                    "A PyTorch implementation of TResNet, see src/main/python/reference.py. It takes part, and the"
                            + " files below are exported from it unless they are given.")
    private Optional<Path> reference = Optional.empty();

    @Option(
            names = "--python",
            paramLabel = "COMMAND",
            description = "A Python with torch. Default: python3, else /usr/bin/python3.")
    private Optional<String> python = Optional.empty();

    @Option(
            names = "--torchscript",
            paramLabel = "FILE",
            description = "The model as TorchScript, for inference in DJL.")
    private Optional<Path> torchscript = Optional.empty();

    @Option(
            names = "--torchscript-training",
            paramLabel = "FILE",
            description = "The model as TorchScript with the statistics of the batch, for training in DJL.")
    private Optional<Path> torchscriptTraining = Optional.empty();

    @Option(
            names = "--onnx",
            paramLabel = "FILE",
            description = "The model as ONNX, for inference in ONNX Runtime; any batch.")
    private Optional<Path> onnx = Optional.empty();

    @Option(
            names = "--fresh",
            description = "Start every process anew for each round: slower, and memory for one contender is enough.")
    private boolean fresh;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "How long a contender may take to start or to answer. Default: ${DEFAULT-VALUE}.")
    private long patience;

    /**
     * @throws IllegalArgumentException if a number is out of its range
     */
    void check() {
        atLeastOne("--rounds", rounds);
        atLeastOne("--threads", threads);
        atLeastOne("--patience", patience);
        batch.ifPresent(value -> atLeastOne("--batch", value));
        if (size < 32 || size % 32 != 0) {
            throw new IllegalArgumentException("--size is " + size + ", expected a positive multiple of 32");
        }
    }

    private static void atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", expected at least 1");
        }
    }

    List<Group> groups() {
        return List.copyOf(groups);
    }

    boolean takes(Contender contender) {
        return only.isEmpty() || only.contains(contender.id());
    }

    int rounds() {
        return quick ? QUICK_ROUNDS : rounds;
    }

    int threads() {
        return threads;
    }

    String model() {
        return model;
    }

    int size() {
        return size;
    }

    int batch(Group group) {
        return batch.orElse(group.batch());
    }

    Optional<Path> reference() {
        return reference;
    }

    Optional<String> python() {
        return python;
    }

    /** The TorchScript file for a mode, where one was given. */
    Optional<Path> torchscript(Mode mode) {
        return mode == Mode.TRAIN ? torchscriptTraining : torchscript;
    }

    Optional<Path> onnx() {
        return onnx;
    }

    boolean fresh() {
        return fresh;
    }

    Duration patience() {
        return Duration.ofSeconds(patience);
    }

    /** From ids. */
    private static final class GroupConverter implements ITypeConverter<Group> {

        @Override
        public Group convert(String id) {
            try {
                return Group.of(id);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
