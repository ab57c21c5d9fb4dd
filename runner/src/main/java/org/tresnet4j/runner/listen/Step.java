package org.tresnet4j.runner.listen;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.Map;

/**
 * One step of the loop.
 *
 * @param iteration steps done so far, this one included
 * @param epoch counted from 1
 * @param loss of this step, without weight decay
 * @param components its parts by name; empty unless {@code due}
 * @param learningRate it was made with
 * @param imagesPerSecond since the last due step; evaluations and checkpoints not counted
 * @param waitShare the part of that time spent waiting for data, in [0, 1]
 * @param remaining a guess from the time so far
 * @param memoryBytes that the process holds; 0 unless {@code due}, and where the system does not tell
 * @param due whether it is the turn of this step to be logged
 */
public record Step(
        long iteration,
        int epoch,
        double loss,
        Map<String, Double> components,
        double learningRate,
        double imagesPerSecond,
        double waitShare,
        Duration remaining,
        long memoryBytes,
        boolean due) {

    public Step {
        components = ImmutableMap.copyOf(components);
    }
}
