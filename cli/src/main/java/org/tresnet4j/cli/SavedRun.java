package org.tresnet4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tresnet4j.runner.RunFolder;
import org.tresnet4j.runner.TrainedModel;
import org.tresnet4j.runner.checkpoint.Checkpoint;
import org.tresnet4j.runner.checkpoint.CheckpointFolder;
import org.tresnet4j.runner.config.Tasks;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The argument RUN: the folder that {@code train} writes, or one of its checkpoints.
 *
 * @param path exists
 */
record SavedRun(Path path) {

    TrainedModel load(Tasks tasks, List<String> overrides) {
        return TrainedModel.load(tasks, path, overrides);
    }

    /** The checkpoint itself, for what does not care about its task. */
    Checkpoint checkpoint() {
        return Checkpoint.open(
                Files.isDirectory(path)
                        ? CheckpointFolder.existing(new RunFolder(path).checkpoints())
                                .forPrediction()
                        : path);
    }

    static final class Converter implements ITypeConverter<SavedRun> {

        @Override
        public SavedRun convert(String value) {
            Path path = Path.of(value);
            if (!Files.exists(path)) {
                throw new TypeConversionException(path
                        + " does not exist; name the folder of a run (as 'train' says at its end) or a checkpoint");
            }
            return new SavedRun(path);
        }
    }
}
