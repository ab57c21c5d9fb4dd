package org.tresnet4j.runner.checkpoint;

import org.tresnet4j.runner.listen.History;

/**
 * How far a run has come.
 *
 * @param iteration steps done, skipped ones included
 * @param epoch epochs completed
 * @param batchInEpoch batches used of the epoch after those, 0 between epochs
 * @param averageUpdates updates of the moving average; 0 where there is none
 * @param skippedSteps steps that changed nothing because the loss or a gradient was not finite
 * @param seconds of training, those before resuming included
 * @param history so far
 */
public record Progress(
        long iteration,
        int epoch,
        int batchInEpoch,
        long averageUpdates,
        long skippedSteps,
        double seconds,
        History history) {

    /** Before the first step. */
    public static final Progress START = new Progress(0, 0, 0, 0, 0, 0, History.EMPTY);

    /** After steps. */
    public Progress stepped(int steps, int newBatchInEpoch, long newAverageUpdates) {
        return new Progress(
                iteration + steps, epoch, newBatchInEpoch, newAverageUpdates, skippedSteps, seconds, history);
    }

    /** After a step that was skipped. */
    public Progress skipped(int newBatchInEpoch) {
        return new Progress(iteration + 1, epoch, newBatchInEpoch, averageUpdates, skippedSteps + 1, seconds, history);
    }

    /** At the end of an epoch. */
    public Progress epochCompleted() {
        return new Progress(iteration, epoch + 1, 0, averageUpdates, skippedSteps, seconds, history);
    }

    /** After so much time. */
    public Progress after(double newSeconds) {
        return new Progress(iteration, epoch, batchInEpoch, averageUpdates, skippedSteps, newSeconds, history);
    }

    /** With more to tell. */
    public Progress with(History newHistory) {
        return new Progress(iteration, epoch, batchInEpoch, averageUpdates, skippedSteps, seconds, newHistory);
    }
}
