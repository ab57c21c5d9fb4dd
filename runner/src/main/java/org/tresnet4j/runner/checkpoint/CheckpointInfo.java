package org.tresnet4j.runner.checkpoint;

import java.util.List;
import org.tresnet4j.runner.listen.History;

/**
 * What a checkpoint says about itself ({@code tresnet4j.json}).
 *
 * @param formatVersion see {@link #FORMAT_VERSION}
 * @param codeVersion the version of tresnet4j that wrote it
 * @param task name of the task
 * @param classes names in index order
 * @param config the resolved configuration as YAML
 * @param iteration steps done
 * @param epoch epochs completed
 * @param batchInEpoch steps done of the epoch after those, 0 between epochs
 * @param averageUpdates updates of the moving average; 0 when the file carries none
 * @param history so far
 */
public record CheckpointInfo(
        int formatVersion,
        String codeVersion,
        String task,
        List<String> classes,
        String config,
        long iteration,
        int epoch,
        int batchInEpoch,
        long averageUpdates,
        History history) {

    /** The layout that this code writes; newer ones are refused. */
    public static final int FORMAT_VERSION = 1;

    public CheckpointInfo {
        classes = List.copyOf(classes);
    }

    /** Before the first step. */
    public static CheckpointInfo start(String task, List<String> classes, String config) {
        return new CheckpointInfo(
                FORMAT_VERSION, CodeVersion.current(), task, classes, config, 0, 0, 0, 0, History.EMPTY);
    }

    /** The same run, further on. */
    public CheckpointInfo at(long newIteration, int newEpoch, int newBatch, long newUpdates, History newHistory) {
        return new CheckpointInfo(
                formatVersion,
                codeVersion,
                task,
                classes,
                config,
                newIteration,
                newEpoch,
                newBatch,
                newUpdates,
                newHistory);
    }
}
