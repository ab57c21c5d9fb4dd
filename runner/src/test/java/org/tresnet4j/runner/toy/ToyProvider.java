package org.tresnet4j.runner.toy;

import org.tresnet4j.runner.spi.TaskContext;
import org.tresnet4j.runner.spi.TaskProvider;
import org.tresnet4j.runner.spi.TrainingTask;

/** Learns which points of the plane lie inside a circle. */
public final class ToyProvider implements TaskProvider<ToyConfig> {

    @Override
    public String name() {
        return "toy";
    }

    @Override
    public Class<ToyConfig> configType() {
        return ToyConfig.class;
    }

    @Override
    public TrainingTask create(ToyConfig config, TaskContext context) {
        return new ToyTask(config, context);
    }
}
