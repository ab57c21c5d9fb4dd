package org.tresnet4j.runner.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Writes checkpoints so that a name always holds a whole one: into a temporary file beside it, forced to disk, then
 * renamed. The layout is that of DL4J's {@code ModelSerializer}, which reads these files, with entries added.
 */
public final class CheckpointWriter {

    /** Ends the name of a file that is being written. */
    static final String PARTIAL = ".partial";

    private static final int BUFFER = 1 << 20;

    private final Opener opener;

    public CheckpointWriter() {
        this(file -> Files.newOutputStream(file));
    }

    CheckpointWriter(Opener opener) {
        this.opener = opener;
    }

    /** Opens a new file. */
    @FunctionalInterface
    interface Opener {
        OutputStream open(Path file) throws IOException;
    }

    /**
     * Writes what predicting needs: the parameters as they are in the network now.
     *
     * @throws CheckpointException when it cannot be written; an earlier file of that name is then untouched
     */
    public void writeModel(Path file, ComputationGraph network, CheckpointInfo info) {
        write(file, network, info, false, Optional.empty());
    }

    /**
     * Writes what going on with training needs: updater state and moving average, too.
     *
     * @throws CheckpointException when it cannot be written; an earlier file of that name is then untouched
     */
    public void writeState(Path file, ComputationGraph network, CheckpointInfo info, Optional<INDArray> average) {
        write(file, network, info, true, average);
    }

    private void write(
            Path file, ComputationGraph network, CheckpointInfo info, boolean updater, Optional<INDArray> average) {
        Path partial = file.resolveSibling(file.getFileName() + PARTIAL);
        try {
            try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(opener.open(partial), BUFFER))) {
                // coefficients hardly compress, and compressing them takes longer than writing them
                zip.setLevel(Deflater.NO_COMPRESSION);
                text(zip, Entries.INFO, json(info));
                text(zip, Entries.CONFIGURATION, network.getConfiguration().toJson());
                array(zip, Entries.COEFFICIENTS, network.params());
                if (updater) {
                    updaterState(zip, network.getUpdater());
                }
                if (average.isPresent()) {
                    array(zip, Entries.AVERAGE, average.get());
                }
            }
            try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            CheckpointException failure = new CheckpointException(
                    file + ": cannot be written (" + reason(e) + "); "
                            + (Files.exists(file) ? "the earlier file is untouched; " : "")
                            + "free disk space or make the folder writable",
                    e);
            remove(partial, failure);
            throw failure;
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private static void remove(Path partial, CheckpointException failure) {
        try {
            Files.deleteIfExists(partial);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** The record, and the best number where people look for it. */
    private static String json(CheckpointInfo info) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = mapper.valueToTree(info);
        info.progress().history().best().ifPresent(best -> {
            json.put("metric", best.evaluation().primary());
            json.put("metricValue", best.evaluation().primaryValue());
        });
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }

    private static void updaterState(ZipOutputStream zip, Updater updater) throws IOException {
        INDArray state = updater == null ? null : updater.getStateViewArray();
        // plain gradient descent has no state
        if (state != null) {
            array(zip, Entries.UPDATER, state);
        }
    }

    private static void text(ZipOutputStream zip, String entry, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(entry));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private static void array(ZipOutputStream zip, String entry, INDArray array) throws IOException {
        zip.putNextEntry(new ZipEntry(entry));
        ArrayOutput.write(array, zip);
        zip.closeEntry();
    }
}
