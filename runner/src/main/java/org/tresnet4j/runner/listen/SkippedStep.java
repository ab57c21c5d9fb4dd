package org.tresnet4j.runner.listen;

/**
 * A step that changed nothing, because its loss or its gradient was not a finite number.
 *
 * @param iteration steps done so far, this one included
 * @param epoch counted from 1
 * @param loss of the step
 * @param gradientNorm of all weights
 * @param skippedSteps in the whole run so far
 */
public record SkippedStep(long iteration, int epoch, double loss, double gradientNorm, long skippedSteps) {

    /** What was wrong, e.g. {@code the loss is NaN}. */
    public String reason() {
        if (!Double.isFinite(loss)) {
            return "the loss is " + loss;
        }
        return Double.isFinite(gradientNorm)
                ? "a running statistic is not finite"
                : "the norm of the gradient is " + gradientNorm;
    }
}
