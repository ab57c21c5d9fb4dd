package org.tresnet4j.detection.task;

import org.tresnet4j.runner.spi.TaskContext;
import org.tresnet4j.runner.spi.TaskProvider;
import org.tresnet4j.runner.spi.TrainingTask;

/** {@code task: detection}: boxes of objects. */
public final class DetectionTaskProvider implements TaskProvider<DetectionConfig> {

    @Override
    public String name() {
        return "detection";
    }

    @Override
    public Class<DetectionConfig> configType() {
        return DetectionConfig.class;
    }

    @Override
    public TrainingTask create(DetectionConfig config, TaskContext context) {
        return new DetectionTask(config, context);
    }
}
