package org.tresnet4j.tasks;

import java.nio.file.Path;
import java.util.List;
import org.tresnet4j.runner.spi.DistributedTask;
import org.tresnet4j.runner.spi.TaskContext;

/** An {@link ImageTask} that can be trained by several processes; what is described of its training data is the same in all. */
public abstract class DistributedImageTask extends ImageTask implements DistributedTask {

    /** Nothing is read yet. */
    protected DistributedImageTask(DataConfig config, TaskContext context) {
        super(config, context);
    }

    @Override
    public final Path root() {
        return data().root();
    }

    @Override
    public final int batchSize() {
        return data().batchSize();
    }

    @Override
    public final List<String> describeBatches(int epoch) {
        return data().describe(trainingLoader(), epoch);
    }
}
