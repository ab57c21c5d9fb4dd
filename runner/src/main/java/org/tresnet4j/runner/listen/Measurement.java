package org.tresnet4j.runner.listen;

import java.util.Map;
import org.tresnet4j.runner.spi.Evaluation;

/**
 * One evaluation during training.
 *
 * @param epoch after which it was made, counted from 1
 * @param iteration steps done
 * @param averaged whether the moving average of the weights was measured, and not the weights themselves
 * @param seconds it took
 * @param evaluation the numbers
 */
public record Measurement(int epoch, long iteration, boolean averaged, double seconds, Evaluation evaluation) {

    Measurement withoutClasses() {
        return new Measurement(
                epoch,
                iteration,
                averaged,
                seconds,
                new Evaluation(evaluation.metrics(), evaluation.primary(), Map.of()));
    }
}
