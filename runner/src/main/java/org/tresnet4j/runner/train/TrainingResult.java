package org.tresnet4j.runner.train;

import java.time.Duration;
import java.util.Optional;
import org.tresnet4j.runner.listen.History;
import org.tresnet4j.runner.listen.Measurement;

/**
 * How a training ended.
 *
 * @param history of the run
 * @param iterations steps done in all
 * @param skippedSteps those among them that changed nothing
 * @param imagesPerSecond of the steps since the start or the resuming, waiting for data included, evaluations and
 *     checkpoints not
 * @param duration of everything, before resuming as well
 * @param ending why it ended
 */
public record TrainingResult(
        History history, long iterations, long skippedSteps, double imagesPerSecond, Duration duration, Ending ending) {

    /** Why a training ended. */
    public enum Ending {
        /** All planned steps were done. */
        COMPLETED,
        /** Nothing got better any more (early stopping). */
        NO_BETTER,
        /** It was asked to. */
        INTERRUPTED
    }

    /** Whether it was asked to stop before its end. */
    public boolean interrupted() {
        return ending == Ending.INTERRUPTED;
    }

    /** The best evaluation; empty when none was made. */
    public Optional<Measurement> best() {
        return history.best();
    }
}
