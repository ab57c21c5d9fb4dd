package org.tresnet4j.runner.config;

import java.util.Optional;

/** The top-level keys of a YAML file that belong to the runner; the others belong to the task. */
public record RunConfig(
        @Key("what is trained, e.g. multilabel") String task,

        @Key(value = "seed of initial weights, data order and augmentation", defaultValue = "42")
        long seed,

        @Key(value = "what it has to compute on: auto (whatever this build is for), cpu or cuda", defaultValue = "auto")
        Device device,

        @Key("the loop") TrainConfig train,

        @Key("training on a cluster") Optional<ClusterConfig> cluster) {}
