package org.tresnet4j.runner.checkpoint;

import java.util.List;

/**
 * What a checkpoint says about itself ({@code tresnet4j.json}).
 *
 * @param formatVersion see {@link #FORMAT_VERSION}
 * @param codeVersion the version of tresnet4j that wrote it
 * @param task name of the task
 * @param classes names in index order
 * @param config the resolved configuration as YAML
 * @param preprocessing how a picture becomes the network's input, in words
 * @param dataFingerprint of the data it was trained with; empty where the task cannot tell
 * @param progress of the run
 */
public record CheckpointInfo(
        int formatVersion,
        String codeVersion,
        String task,
        List<String> classes,
        String config,
        String preprocessing,
        String dataFingerprint,
        Progress progress) {

    /** The layout that this code writes; others are refused. */
    public static final int FORMAT_VERSION = 2;

    public CheckpointInfo {
        classes = List.copyOf(classes);
    }

    /** Of a network that no run has trained. */
    public static CheckpointInfo untrained(String task, List<String> classes, String config, String preprocessing) {
        return start(task, classes, config, preprocessing, "");
    }

    /** Before the first step. */
    public static CheckpointInfo start(
            String task, List<String> classes, String config, String preprocessing, String dataFingerprint) {
        return new CheckpointInfo(
                FORMAT_VERSION,
                CodeVersion.current(),
                task,
                classes,
                config,
                preprocessing,
                dataFingerprint,
                Progress.START);
    }

    /** The same run, further on. */
    public CheckpointInfo at(Progress newProgress) {
        return new CheckpointInfo(
                formatVersion, codeVersion, task, classes, config, preprocessing, dataFingerprint, newProgress);
    }
}
