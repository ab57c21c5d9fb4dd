package org.tresnet4j.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.tresnet4j.runner.RunFolder;
import org.tresnet4j.runner.Training;
import org.tresnet4j.runner.checkpoint.CheckpointFolder;
import org.tresnet4j.runner.listen.Console;
import org.tresnet4j.runner.listen.Measurement;
import org.tresnet4j.runner.listen.TrainingListener;
import org.tresnet4j.runner.train.TrainingResult;
import org.tresnet4j.runner.train.TrainingResult.Ending;
import picocli.CommandLine;

/** A training in front of somebody: progress on the error stream, the outcome on the output, Ctrl-C heard. */
final class TrainingSession {

    private final Tresnet tresnet;
    private final PrintWriter out;
    private final PrintWriter err;

    TrainingSession(Tresnet tresnet, CommandLine command) {
        this.tresnet = tresnet;
        this.out = command.getOut();
        this.err = command.getErr();
    }

    Training.Outcome run(Path config, List<String> overrides, Optional<Path> folder) {
        Training training = new Training(tresnet.tasks());
        return run(training::listen, training::requestStop, () -> training.run(config, overrides, folder));
    }

    Training.Outcome resume(Path run, List<String> overrides, boolean changedData) {
        Training training = new Training(tresnet.tasks());
        return run(training::listen, training::requestStop, () -> training.resume(run, overrides, changedData));
    }

    /**
     * Runs a training of any kind.
     *
     * @param listening takes the listener that shows progress
     * @param stopping asks the training to stop
     */
    Training.Outcome run(Consumer<TrainingListener> listening, Runnable stopping, Supplier<Training.Outcome> training) {
        listening.accept(Console.listener(err::println));
        tresnet.interruption().onRequest(() -> {
            err.println();
            err.println("stopping: a checkpoint is saved first; once more leaves at once");
            stopping.run();
        });
        return training.get();
    }

    /** Says how it ended; returns the exit code. */
    int report(Training.Outcome outcome) {
        RunFolder folder = outcome.folder();
        TrainingResult result = outcome.result();
        CheckpointFolder checkpoints = CheckpointFolder.existing(folder.checkpoints());
        result.best().ifPresent(this::best);
        if (result.skippedSteps() > 0) {
            out.println("skipped     " + result.skippedSteps() + " steps whose loss or gradient was not finite");
        }
        out.println("report      " + folder.report());
        if (result.interrupted()) {
            out.flush();
            err.println("stopped after " + result.iterations() + " iterations; go on with: tresnet train --resume "
                    + folder.path());
            return ExitCode.STOPPED;
        }
        if (result.ending() == Ending.NO_BETTER) {
            out.println("ended early after " + result.iterations() + " iterations: nothing got better any more");
        }
        out.println("checkpoint  " + checkpoints.forPrediction());
        return ExitCode.OK;
    }

    private void best(Measurement best) {
        out.println("best: epoch " + best.epoch() + (best.averaged() ? ", averaged weights" : ""));
        out.println(Table.of(best.evaluation().metrics()));
    }
}
