package org.tresnet4j.runner.checkpoint;

import java.nio.file.Path;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The checkpoints of a run: {@code last.zip} to go on from and {@code best.zip} to predict with. */
public final class CheckpointFolder {

    private final Path folder;
    private final CheckpointWriter writer;

    /** @param folder exists */
    public CheckpointFolder(Path folder) {
        this(folder, new CheckpointWriter());
    }

    CheckpointFolder(Path folder, CheckpointWriter writer) {
        this.folder = folder;
        this.writer = writer;
    }

    /** The state of training after the latest saving. */
    public Path last() {
        return folder.resolve("last.zip");
    }

    /** The parameters that were evaluated best: the moving average where there is one. */
    public Path best() {
        return folder.resolve("best.zip");
    }

    /** Saves everything that going on needs. */
    public void saveLast(ComputationGraph network, CheckpointInfo info, Optional<INDArray> average) {
        writer.writeState(last(), network, info, average);
    }

    /** Saves the parameters that are in the network now. */
    public void saveBest(ComputationGraph network, CheckpointInfo info) {
        writer.writeModel(best(), network, info);
    }
}
