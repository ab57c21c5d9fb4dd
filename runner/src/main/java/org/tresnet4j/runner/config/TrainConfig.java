package org.tresnet4j.runner.config;

import java.util.Optional;

/** {@code train}: the loop. */
public record TrainConfig(
        @Key(value = "epochs that the schedule is planned for", min = 1)
        int epochs,

        @Key(value = "stop after so many epochs, leaving the schedule as planned", min = 1)
        Optional<Integer> stopAfterEpochs,

        @Key(value = "stop after so many iterations, leaving the schedule as planned; for trying things out", min = 1)
        Optional<Integer> maxIterations,

        @Key(
                value = "threads that compute, otherwise one for each core; small networks are faster with one,"
                        + " which leaves the others to loading images",
                min = 1)
        Optional<Integer> threads,

        @Key("copies of the network that train side by side")
        WorkersConfig workers,

        @Key("how gradients become steps") OptimizerConfig optimizer,

        @Key("the learning rate over the iterations") ScheduleConfig schedule,

        @Key("what happens to gradients first") GradientsConfig gradients,

        @Key("the moving average of the parameters") EmaConfig ema,

        @Key("when the state is saved") CheckpointConfig checkpoint,

        @Key(value = "epochs between two evaluations; the last epoch is always evaluated", defaultValue = "1", min = 1)
        int evaluateEvery,

        @Key(value = "iterations between two evaluations, instead of epochs", min = 1)
        Optional<Integer> evaluateEveryIterations,

        @Key("when training ends because nothing gets better")
        EarlyStoppingConfig earlyStopping,

        @Key(value = "iterations between two lines of the log and of metrics.jsonl", defaultValue = "20", min = 1)
        int logEvery) {

    public TrainConfig {
        if (stopAfterEpochs.isPresent() && stopAfterEpochs.get() > epochs) {
            throw new IllegalArgumentException("stopAfterEpochs (" + stopAfterEpochs.get() + ") is larger than epochs ("
                    + epochs + "), the number planned; raise epochs or lower stopAfterEpochs");
        }
        if (workers.several()
                && (gradients.accumulate() > 1
                        || gradients.clipNorm().isPresent()
                        || optimizer.layerRates().isPresent())) {
            throw new IllegalArgumentException("gradients.accumulate, gradients.clipNorm and optimizer.layerRates need"
                    + " workers.count 1: each worker takes its steps by itself; use a larger batch instead");
        }
        if (schedule.milestones().stream().anyMatch(milestone -> milestone >= epochs)) {
            throw new IllegalArgumentException("schedule.milestones " + schedule.milestones()
                    + " must be below epochs (" + epochs + "), or they are never reached");
        }
    }

    /** The number of epochs that are run unless something stops them. */
    public int epochsToRun() {
        return stopAfterEpochs.orElse(epochs);
    }
}
