package org.tresnet4j.runner.config;

import java.util.Optional;

/** {@code cluster}: how several processes train together. Only commands that train on a cluster look at it. */
public record ClusterConfig(
        @Key(
                value = "networks that are trained side by side, otherwise one for each task that can run at once",
                min = 1)
        Optional<Integer> workers,

        @Key(
                value = "iterations that each worker does on its own before the networks are averaged",
                defaultValue = "10",
                min = 1)
        int averagingFrequency,

        @Key("where workers find data.root, e.g. hdfs://namenode/coco or s3a://bucket/coco; otherwise at the same path")
        Optional<String> data) {

    /** What a configuration without the section means. */
    public static final ClusterConfig DEFAULTS = new ClusterConfig(Optional.empty(), 10, Optional.empty());
}
