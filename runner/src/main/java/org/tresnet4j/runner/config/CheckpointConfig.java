package org.tresnet4j.runner.config;

import java.util.Optional;

/** {@code train.checkpoint}: when the state of training is saved; it always is at the end and when stopped. */
public record CheckpointConfig(
        @Key(value = "epochs between two savings of the state", defaultValue = "1", min = 1)
        int everyEpochs,

        @Key(value = "iterations between two savings as well, where epochs are long", min = 1)
        Optional<Integer> everyIterations,

        @Key(
                value = "the latest so many states are kept; the best network is kept besides",
                defaultValue = "2",
                min = 1)
        int keep) {}
