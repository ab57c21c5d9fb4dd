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
 * @param imagesPerSecond of the steps, waiting for data included, evaluations and checkpoints not
 * @param duration of everything
 * @param interrupted whether it was asked to stop before its end
 */
public record TrainingResult(
        History history, long iterations, double imagesPerSecond, Duration duration, boolean interrupted) {

    /** The best evaluation; empty when none was made. */
    public Optional<Measurement> best() {
        return history.best();
    }
}
