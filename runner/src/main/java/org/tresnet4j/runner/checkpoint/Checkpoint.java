package org.tresnet4j.runner.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A checkpoint file whose description has been read; the arrays are read when asked for. */
public final class Checkpoint {

    private static final int BUFFER = 1 << 20;
    private static final String DAMAGED = "; take another checkpoint of the run, or train again";

    private final Path file;
    private final CheckpointInfo info;

    private Checkpoint(Path file, CheckpointInfo info) {
        this.file = file;
        this.info = info;
    }

    /**
     * Opens a file.
     *
     * @throws CheckpointException when it is missing, not a checkpoint, cut short, incomplete or of a newer format
     */
    public static Checkpoint open(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new CheckpointException(file + ": there is no such file; a run keeps its checkpoints in "
                    + "RUN/checkpoints: best.zip and the latest iteration-N.zip");
        }
        return reading(file, zip -> {
            ZipEntry described = zip.getEntry(Entries.INFO);
            if (described == null) {
                throw new CheckpointException(file + ": a zip file, but not a tresnet4j checkpoint (no " + Entries.INFO
                        + " in it); import models of other programs with 'tresnet import'");
            }
            CheckpointInfo info = info(file, bytes(file, zip, described));
            for (String entry : new String[] {Entries.CONFIGURATION, Entries.COEFFICIENTS}) {
                require(file, zip, entry);
            }
            return new Checkpoint(file, info);
        });
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** What it says about itself. */
    public CheckpointInfo info() {
        return info;
    }

    /**
     * The network as it was saved: architecture, parameters, updater state (where the file has it), iteration and epoch.
     */
    public ComputationGraph network() {
        return reading(file, zip -> {
            ComputationGraph network = new ComputationGraph(configuration(zip));
            INDArray coefficients = array(zip, Entries.COEFFICIENTS);
            network.init(coefficients, false);
            if (zip.getEntry(Entries.UPDATER) != null) {
                network.getUpdater(true).setStateViewArray(array(zip, Entries.UPDATER));
            }
            return network;
        });
    }

    /**
     * Puts parameters, updater state, iteration and epoch into a network that was built anew.
     *
     * @throws CheckpointException when the network has another architecture; the message names the differences
     */
    public void loadInto(ComputationGraph network) {
        reading(file, zip -> {
            Architecture.compare(file, configuration(zip), network);
            network.params()
                    .assign(array(zip, Entries.COEFFICIENTS)
                            .reshape(network.params().shape()));
            if (zip.getEntry(Entries.UPDATER) != null) {
                INDArray state = network.getUpdater(true).getStateViewArray();
                INDArray saved = array(zip, Entries.UPDATER);
                if (state == null || state.length() != saved.length()) {
                    throw new CheckpointException(
                            file + ": was trained with another optimizer; set train.optimizer as in "
                                    + "the configuration of its run");
                }
                state.assign(saved.reshape(state.shape()));
            }
            network.getConfiguration()
                    .setIterationCount(Math.toIntExact(info.progress().iteration()));
            network.getConfiguration().setEpochCount(info.progress().epoch());
            return network;
        });
    }

    /**
     * Reads everything once and compares the checksums.
     *
     * @throws CheckpointException when the file is damaged anywhere
     */
    Checkpoint verified() {
        return reading(file, zip -> {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                try (CheckedInputStream checked = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
                    checked.transferTo(OutputStream.nullOutputStream());
                    checksum(file, entry, checked);
                }
            }
            return this;
        });
    }

    /** The moving average of the parameters, where the file has one. */
    public Optional<INDArray> average() {
        return reading(
                file,
                zip -> zip.getEntry(Entries.AVERAGE) == null
                        ? Optional.<INDArray>empty()
                        : Optional.of(array(zip, Entries.AVERAGE)));
    }

    private ComputationGraphConfiguration configuration(ZipFile zip) throws IOException {
        byte[] json = bytes(file, zip, require(file, zip, Entries.CONFIGURATION));
        try {
            return ComputationGraphConfiguration.fromJson(new String(json, StandardCharsets.UTF_8));
        } catch (RuntimeException e) {
            throw new CheckpointException(
                    file + ": the network in it cannot be rebuilt by this version (written by " + info.codeVersion()
                            + ", this is " + CodeVersion.current() + "): " + e.getMessage(),
                    e);
        }
    }

    private static CheckpointInfo info(Path file, byte[] json) {
        ObjectMapper mapper = new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        try {
            JsonNode tree = mapper.readTree(json);
            int version = tree.path("formatVersion").asInt();
            if (version < CheckpointInfo.FORMAT_VERSION) {
                throw new CheckpointException(file + ": has the old format " + version + " of tresnet4j "
                        + tree.path("codeVersion").asText("before this one")
                        + "; export its weights there (export --format safetensors) and import them here");
            }
            if (version > CheckpointInfo.FORMAT_VERSION) {
                throw new CheckpointException(file + ": has format " + version + ", and this version of tresnet4j ("
                        + CodeVersion.current() + ") reads up to " + CheckpointInfo.FORMAT_VERSION
                        + "; use tresnet4j " + tree.path("codeVersion").asText("of the run") + " or newer");
            }
            return mapper.treeToValue(tree, CheckpointInfo.class);
        } catch (JsonProcessingException e) {
            throw new CheckpointException(
                    file + ": " + Entries.INFO + " is damaged (" + e.getOriginalMessage() + ")" + DAMAGED, e);
        } catch (IOException e) {
            throw new CheckpointException(file + ": " + Entries.INFO + " cannot be read (" + e + ")" + DAMAGED, e);
        }
    }

    private static ZipEntry require(Path file, ZipFile zip, String name) {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new CheckpointException(file + ": " + name + " is missing in it" + DAMAGED);
        }
        return entry;
    }

    private INDArray array(ZipFile zip, String name) throws IOException {
        ZipEntry entry = require(file, zip, name);
        try (CheckedInputStream checked = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(checked, BUFFER));
            INDArray array = Nd4j.read(in);
            in.transferTo(OutputStream.nullOutputStream());
            checksum(file, entry, checked);
            return array;
        }
    }

    private static byte[] bytes(Path file, ZipFile zip, ZipEntry entry) throws IOException {
        try (CheckedInputStream checked = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
            byte[] bytes = checked.readAllBytes();
            checksum(file, entry, checked);
            return bytes;
        }
    }

    /** {@code ZipFile} itself does not look. */
    private static void checksum(Path file, ZipEntry entry, CheckedInputStream read) {
        if (read.getChecksum().getValue() != entry.getCrc()) {
            throw new CheckpointException(file + ": " + entry.getName() + " is damaged (checksum)" + DAMAGED);
        }
    }

    @FunctionalInterface
    private interface ZipFunction<T> {
        T apply(ZipFile zip) throws IOException;
    }

    private static <T> T reading(Path file, ZipFunction<T> function) {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return function.apply(zip);
        } catch (ZipException e) {
            throw new CheckpointException(
                    file + ": not a checkpoint, or cut short (" + e.getMessage() + ")" + DAMAGED, e);
        } catch (IOException e) {
            throw new CheckpointException(file + ": cannot be read (" + e + ")" + DAMAGED, e);
        }
    }
}
