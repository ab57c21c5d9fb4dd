package org.tresnet4j.classification.task;

import org.tresnet4j.runner.spi.TaskContext;
import org.tresnet4j.runner.spi.TaskProvider;
import org.tresnet4j.runner.spi.TrainingTask;

/** {@code task: classification}: one label an image. */
public final class ClassificationTaskProvider implements TaskProvider<ClassificationConfig> {

    @Override
    public String name() {
        return "classification";
    }

    @Override
    public Class<ClassificationConfig> configType() {
        return ClassificationConfig.class;
    }

    @Override
    public TrainingTask create(ClassificationConfig config, TaskContext context) {
        return new ClassificationTask(config, context);
    }
}
