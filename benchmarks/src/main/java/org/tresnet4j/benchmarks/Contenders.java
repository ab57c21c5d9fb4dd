package org.tresnet4j.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tresnet4j.benchmarks.report.Quantity;
import org.tresnet4j.benchmarks.worker.MachineLimits;
import org.tresnet4j.benchmarks.worker.Mode;

/** The table of contenders. The first of a group is what the others are compared with. */
final class Contenders {

    private static final String RESNET50 = "resnet50";
    private static final List<Integer> BATCHES = List.of(4, 8, 16, 32);
    private static final List<Integer> SIZES = List.of(224, 320, 448, 640);
    private static final int SIZES_BATCH = 8;
    private static final int LOADED_IMAGES = 512;
    private static final int LOADED_SIDE = 480;
    private static final int LOADED_BATCH = 64;

    private final Settings settings;
    private final Layout layout;
    private final Exports exports;
    private final Optional<String> python;

    Contenders(Settings settings, Layout layout, Exports exports, Optional<String> python) {
        this.settings = settings;
        this.layout = layout;
        this.exports = exports;
        this.python = python;
    }

    /** What the table of the group is about. */
    String title(Group group) {
        return switch (group) {
            case TRAIN_8, TRAIN_16 -> "Training, " + step(group);
            case INFER_1, INFER_8, INFER_32 -> "Inference, " + step(group);
            case SCALE_BATCH -> "Training " + settings.model() + " over batch sizes, " + settings.size() + " pixels";
            case SCALE_SIZE -> "Training " + settings.model() + " over image sizes, batch " + SIZES_BATCH;
            case LOADER -> "Data pipeline, JPEG of " + LOADED_SIDE + " pixels to batches of " + settings.size();
            case LIMITS -> "What the machine can do at most";
        };
    }

    private String step(Group group) {
        return "batch " + settings.batch(group) + ", " + settings.size() + " pixels";
    }

    List<Contender> of(Group group) {
        List<Contender> all = switch (group) {
            case TRAIN_8, TRAIN_16 -> training(new Step(Mode.TRAIN, settings.batch(group), settings.size()));
            case INFER_1, INFER_8, INFER_32 -> inference(new Step(Mode.INFER, settings.batch(group), settings.size()));
            case SCALE_BATCH -> overBatches();
            case SCALE_SIZE -> overSizes();
            case LOADER -> loaders();
            case LIMITS -> limits();
        };
        return all.stream().filter(settings::takes).toList();
    }

    /** What the contenders of a comparison do alike. */
    private record Step(Mode mode, int batch, int size) {

        List<String> arguments() {
            return List.of("--mode", mode.toString(), "--batch", "" + batch, "--size", "" + size);
        }

        Quantity quantity() {
            return Quantity.images(batch);
        }

        Pace pace() {
            return mode == Mode.TRAIN ? Pace.TRAINING : Pace.INFERENCE;
        }
    }

    private List<Contender> training(Step step) {
        String model = settings.model();
        return List.of(
                ours(step, "ours", model, "float32"),
                ours(step, "ours-bf16", model, "bfloat16", "--precision", "bfloat16"),
                ours(step, "ours-nd4j", model, "float32, ND4J kernels", "--kernels", "nd4j"),
                djlTorchScript(step),
                pytorch(step),
                ours(step, "ours-resnet50", RESNET50, "float32"),
                ours(step, "ours-resnet50-bf16", RESNET50, "bfloat16", "--precision", "bfloat16"),
                djlResNet50(step),
                zoo(step));
    }

    private List<Contender> inference(Step step) {
        String model = settings.model();
        return List.of(
                ours(step, "ours-folded", model, "float32, folded", "--folded"),
                ours(step, "ours-folded-bf16", model, "bfloat16, folded", "--folded", "--precision", "bfloat16"),
                ours(step, "ours", model, "float32"),
                ours(step, "ours-nd4j", model, "float32, ND4J kernels", "--kernels", "nd4j"),
                djlTorchScript(step),
                onnx(step),
                ourOnnx(step),
                pytorch(step),
                ours(step, "ours-resnet50-folded", RESNET50, "float32, folded", "--folded"),
                djlResNet50(step),
                zoo(step));
    }

    private List<Contender> overBatches() {
        return BATCHES.stream()
                .map(batch -> ours(
                        new Step(Mode.TRAIN, batch, settings.size()),
                        "batch-" + batch,
                        settings.model(),
                        "batch " + batch))
                .toList();
    }

    private List<Contender> overSizes() {
        return SIZES.stream()
                .map(size -> ours(
                        new Step(Mode.TRAIN, SIZES_BATCH, size), "size-" + size, settings.model(), size + " pixels"))
                .toList();
    }

    private List<Contender> loaders() {
        List<Contender> loaders = new ArrayList<>();
        IntStream.rangeClosed(1, settings.threads()).forEach(threads -> {
            loaders.add(loader("resize-" + threads, "resize, threads: " + threads, threads));
            loaders.add(loader("augment-" + threads, "with augmentation, threads: " + threads, threads, "--augment"));
        });
        return loaders;
    }

    private List<Contender> limits() {
        return List.of(
                limit("triad", "memory: a = b + 3 c of float32", Quantity.of(MachineLimits.triadGigabytes(), "GB")),
                limit(
                        "product",
                        "arithmetic: ND4J's product of float32 matrices",
                        Quantity.of(MachineLimits.productGigaflop(), "GFLOP")));
    }

    private static Contender ours(Step step, String id, String model, String manner, String... options) {
        List<String> arguments = arguments("ours", step);
        arguments.addAll(List.of("--model", model));
        arguments.addAll(List.of(options));
        return new Contender(
                id, "tresnet4j " + model + ", " + manner, new Program.Java(arguments), step.pace(), step.quantity());
    }

    private static Contender zoo(Step step) {
        return new Contender(
                "zoo-resnet50",
                "DL4J zoo resnet50",
                new Program.Java(arguments("zoo", step)),
                Pace.SLOW,
                step.quantity());
    }

    private Contender djlResNet50(Step step) {
        List<String> arguments = arguments("djl", step);
        arguments.addAll(threads());
        return new Contender(
                "djl-resnet50", "DJL PyTorch resnet50", new Program.Java(arguments), step.pace(), step.quantity());
    }

    private Contender djlTorchScript(Step step) {
        String option = step.mode() == Mode.TRAIN ? "--torchscript-training" : "--torchscript";
        Program program = withFile("djl-torchscript", step, exports.torchscript(step.mode()), option);
        return new Contender(
                "djl-torchscript",
                "DJL PyTorch " + settings.model() + ", TorchScript",
                program,
                step.pace(),
                step.quantity());
    }

    private Contender onnx(Step step) {
        Program program = withFile("onnx", step, exports.onnx(), "--onnx");
        return new Contender(
                "onnx",
                "ONNX Runtime " + settings.model() + ", exported by PyTorch",
                program,
                step.pace(),
                step.quantity());
    }

    private Contender ourOnnx(Step step) {
        List<String> arguments = arguments("onnx", step);
        arguments.addAll(threads());
        arguments.addAll(List.of("--model", settings.model()));
        return new Contender(
                "onnx-ours",
                "ONNX Runtime " + settings.model() + ", exported by tresnet4j",
                new Program.Java(arguments),
                step.pace(),
                step.quantity());
    }

    private Program withFile(String subcommand, Step step, Optional<Path> file, String option) {
        if (file.isEmpty()) {
            return new Program.Missing("there is no file: give " + option
                    + ", or --reference with a Python that has torch; if both are given, see target/logs/export-*.log");
        }
        List<String> arguments = arguments(subcommand, step);
        arguments.addAll(threads());
        arguments.addAll(List.of("--file", file.get().toString()));
        return new Program.Java(arguments);
    }

    private Contender pytorch(Step step) {
        return new Contender(
                "pytorch", "PyTorch eager " + settings.model(), pytorchProgram(step), step.pace(), step.quantity());
    }

    private Program pytorchProgram(Step step) {
        if (settings.reference().isEmpty()) {
            return new Program.Missing("there is no implementation to measure: give --reference");
        }
        if (python.isEmpty()) {
            return new Program.Missing("no Python was found that can import torch: install it, or give --python");
        }
        List<String> arguments = new ArrayList<>(step.arguments());
        arguments.addAll(threads());
        arguments.addAll(List.of("--model", settings.model()));
        arguments.addAll(List.of(
                "--reference", settings.reference().get().toAbsolutePath().toString()));
        return new Program.Python(python.get(), arguments);
    }

    private Contender loader(String id, String label, int threads, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("loader", "--folder", layout.shapes().toString()));
        arguments.addAll(List.of("--images", "" + LOADED_IMAGES, "--side", "" + LOADED_SIDE));
        arguments.addAll(List.of("--size", "" + settings.size(), "--batch", "" + LOADED_BATCH));
        arguments.addAll(List.of("--threads", "" + threads));
        arguments.addAll(List.of(options));
        return new Contender(id, label, new Program.Java(arguments), Pace.TRAINING, Quantity.images(LOADED_IMAGES));
    }

    private Contender limit(String id, String label, Quantity quantity) {
        List<String> arguments = new ArrayList<>(List.of("limits", "--limit", id));
        arguments.addAll(threads());
        return new Contender(id, label, new Program.Java(arguments), Pace.INFERENCE, quantity);
    }

    private static List<String> arguments(String subcommand, Step step) {
        List<String> arguments = new ArrayList<>(List.of(subcommand));
        arguments.addAll(step.arguments());
        return arguments;
    }

    private List<String> threads() {
        return List.of("--threads", "" + settings.threads());
    }
}
