package org.tresnet4j.benchmarks.memory;

import org.tresnet4j.runner.spi.TaskContext;
import org.tresnet4j.runner.spi.TaskProvider;
import org.tresnet4j.runner.spi.TrainingTask;

/** For this benchmark only: no user finds it. */
final class ChangingSizesProvider implements TaskProvider<MemoryConfig> {

    @Override
    public String name() {
        return "changing-sizes";
    }

    @Override
    public Class<MemoryConfig> configType() {
        return MemoryConfig.class;
    }

    @Override
    public TrainingTask create(MemoryConfig config, TaskContext context) {
        return new ChangingSizes(config, context.seed());
    }
}
