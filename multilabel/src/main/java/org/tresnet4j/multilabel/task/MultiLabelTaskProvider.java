package org.tresnet4j.multilabel.task;

import org.tresnet4j.runner.spi.TaskContext;
import org.tresnet4j.runner.spi.TaskProvider;
import org.tresnet4j.runner.spi.TrainingTask;

/** {@code task: multilabel}: several labels an image. */
public final class MultiLabelTaskProvider implements TaskProvider<MultiLabelConfig> {

    @Override
    public String name() {
        return "multilabel";
    }

    @Override
    public Class<MultiLabelConfig> configType() {
        return MultiLabelConfig.class;
    }

    @Override
    public TrainingTask create(MultiLabelConfig config, TaskContext context) {
        return new MultiLabelTask(config, context);
    }
}
