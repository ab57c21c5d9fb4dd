package org.tresnet4j.runner.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The checkpoints of a run: the latest {@code iteration-N.zip} to go on from and {@code best.zip} to predict with. */
public final class CheckpointFolder {

    private static final Pattern STATE = Pattern.compile("iteration-(\\d+)\\.zip");

    private final Path folder;
    private final int keep;
    private final CheckpointWriter writer;

    /**
     * @param folder exists once something is to be saved
     * @param keep how many states are kept, at least 1
     */
    public CheckpointFolder(Path folder, int keep) {
        this(folder, keep, new CheckpointWriter());
    }

    CheckpointFolder(Path folder, int keep, CheckpointWriter writer) {
        this.folder = folder;
        this.keep = keep;
        this.writer = writer;
    }

    /** To read from. */
    public static CheckpointFolder existing(Path folder) {
        return new CheckpointFolder(folder, Integer.MAX_VALUE);
    }

    /** The parameters that were evaluated best: the moving average where there is one. */
    public Path best() {
        return folder.resolve("best.zip");
    }

    /** The states of training, the latest first. */
    public List<Path> states() {
        return files().stream()
                .filter(file -> iteration(file) >= 0)
                .sorted(Comparator.comparingLong(CheckpointFolder::iteration).reversed())
                .toList();
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new CheckpointException(folder + ": cannot be read (" + e + ")", e);
        }
    }

    /** The latest state, whether intact or not. */
    public Optional<Path> last() {
        return states().stream().findFirst();
    }

    /** What to predict with: the best network, or the latest where none has been measured yet. */
    public Path forPrediction() {
        return Files.exists(best()) ? best() : last().orElse(best());
    }

    private static long iteration(Path file) {
        Matcher name = STATE.matcher(file.getFileName().toString());
        return name.matches() ? Long.parseLong(name.group(1)) : -1;
    }

    /**
     * The latest state that is whole. Damaged ones are renamed, so that they are in nobody's way; what a killed process
     * left half written is removed.
     *
     * @param warning is told of each damaged one
     * @throws CheckpointException when there is none
     */
    public Checkpoint latestIntact(Consumer<String> warning) {
        files().stream()
                .filter(file -> file.getFileName().toString().endsWith(CheckpointWriter.PARTIAL))
                .forEach(CheckpointFolder::remove);
        for (Path state : states()) {
            try {
                return Checkpoint.open(state).verified();
            } catch (CheckpointException e) {
                warning.accept(e.getMessage() + "; going on from the state before it");
                setAside(state);
            }
        }
        throw new CheckpointException(
                folder + ": there is no state to go on from (an intact iteration-N.zip); start the run again");
    }

    private static void setAside(Path state) {
        try {
            Files.move(
                    state, state.resolveSibling(state.getFileName() + ".damaged"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new CheckpointException(state + ": is damaged and cannot be renamed (" + e + "); remove it", e);
        }
    }

    /** Saves everything that going on needs, and removes the oldest beyond those that are kept. */
    public void saveState(ComputationGraph network, CheckpointInfo info, Optional<INDArray> average) {
        Path file = folder.resolve("iteration-" + info.progress().iteration() + ".zip");
        writer.writeState(file, network, info, average);
        states().stream().skip(keep).forEach(CheckpointFolder::remove);
    }

    private static void remove(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new CheckpointException(file + ": cannot be removed (" + e + "); make the folder writable", e);
        }
    }

    /** Saves the parameters that are in the network now. */
    public void saveBest(ComputationGraph network, CheckpointInfo info) {
        writer.writeModel(best(), network, info);
    }
}
