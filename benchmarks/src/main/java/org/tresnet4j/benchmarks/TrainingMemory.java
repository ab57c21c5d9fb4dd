package org.tresnet4j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.tresnet4j.backbone.kernel.onednn.OneDnn;
import org.tresnet4j.benchmarks.protocol.Measurement;
import org.tresnet4j.benchmarks.protocol.Request;
import org.tresnet4j.benchmarks.report.MarkdownTable;
import org.tresnet4j.benchmarks.report.Quantity;

/**
 * What training TResNet-M keeps for its backward pass, and how many images fit into 4 GiB, beside the same network with
 * separate convolution, normalisation and activation; started by {@code benchmarks/run activations}.
 */
public final class TrainingMemory {

    private static final int SIZE = 224;
    private static final int BATCH = 8;
    private static final double LIMIT_MEBIBYTES = 4096;
    private static final int THREADS = 2;
    private static final String BFLOAT16 = "bfloat16";

    /** Workspaces learn their sizes in the first step and have them in the second. */
    private static final Pace PACE = new Pace(2, new Request(0, 1));

    /** A batch of a hundred images takes a quarter of a minute. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /**
     * A way to train.
     *
     * @param likelyBatch that may fit, where the search begins
     */
    private record Way(String id, String label, int likelyBatch, List<String> options) {}

    private static final List<Way> WAYS = List.of(
            new Way("separate", "separate layers of DL4J", 16, List.of("--separate", "--kernels", "nd4j")),
            new Way("ours", "this project", 32, List.of()),
            new Way("ours-bf16", "this project, bfloat16", 32, List.of("--precision", BFLOAT16)),
            new Way("checkpointing", "this project, checkpointing", 64, List.of("--checkpointing")));

    private final Layout layout;
    private final Map<String, String> environment;

    private TrainingMemory(Layout layout) {
        this.layout = layout;
        this.environment = Environment.of(THREADS, layout);
    }

    public static void main(String[] args) throws IOException, PeerException {
        if (args.length > 0) {
            System.err.println("benchmarks/run activations takes no options, but there is " + args[0]);
            System.exit(2);
        }
        Layout layout = new Layout(Path.of(System.getProperty(Suite.HOME, ".")));
        Files.createDirectories(layout.logs());
        String table = new TrainingMemory(layout).table();
        Path file = layout.target().resolve("activations.md");
        Files.writeString(file, table);
        System.out.print(table);
        System.err.println("written: " + file);
    }

    private String table() throws PeerException {
        MarkdownTable table = new MarkdownTable(
                "training TResNet-M, 224x224",
                "activations of " + BATCH + " images, MiB",
                "ratio",
                "resident with " + BATCH + ", MiB",
                "images in 4 GiB",
                "ratio");
        List<Double> activations = new ArrayList<>();
        List<Integer> batches = new ArrayList<>();
        for (Way way : WAYS) {
            if (way.options().contains(BFLOAT16) && !OneDnn.hasBfloat16()) {
                System.err.println(way.label() + " is left out: this processor has no bfloat16");
                continue;
            }
            Measurement eight = measure(way, BATCH);
            activations.add(eight.activationMebibytes().orElseThrow());
            batches.add(LargestBatch.search(way.likelyBatch(), batch -> peak(measure(way, batch)) <= LIMIT_MEBIBYTES));
            int last = batches.size() - 1;
            table.row(
                    way.label(),
                    format("%.0f", activations.get(last)),
                    format("%.2f", activations.get(last) / activations.get(0)),
                    format("%.0f", peak(eight)),
                    batches.get(last).toString(),
                    format("%.2f", (double) batches.get(last) / batches.get(0)));
        }
        return table.render();
    }

    private Measurement measure(Way way, int batch) throws PeerException {
        List<String> arguments = new ArrayList<>(
                List.of("ours", "--model", "tresnet_m", "--mode", "train", "--size", "" + SIZE, "--batch", "" + batch));
        arguments.addAll(way.options());
        Contender contender = new Contender(
                way.id() + "-" + batch, way.label(), new Program.Java(arguments), PACE, Quantity.images(batch));
        Path log = layout.logs().resolve("activations-" + contender.id() + ".log");
        try (Peer peer = Peer.start(new CommandLines(layout).of(contender), environment, log, PATIENCE)) {
            Measurement measurement = peer.measure(PACE.request());
            System.err.printf(Locale.ROOT, "%s, %d images: %.0f MiB resident%n", way.label(), batch, peak(measurement));
            return measurement;
        }
    }

    private static double peak(Measurement measurement) {
        return measurement
                .peakMebibytes()
                .orElseThrow(() -> new IllegalStateException("this system does not tell a process's resident memory"));
    }

    private static String format(String pattern, double value) {
        return String.format(Locale.ROOT, pattern, value);
    }
}
