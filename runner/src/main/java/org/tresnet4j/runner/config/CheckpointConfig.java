package org.tresnet4j.runner.config;

/** {@code train.checkpoint}: when the state of training is saved; it always is at the end and when stopped. */
public record CheckpointConfig(
        @Key(value = "epochs between two savings of last.zip", defaultValue = "1", min = 1)
        int everyEpochs) {}
