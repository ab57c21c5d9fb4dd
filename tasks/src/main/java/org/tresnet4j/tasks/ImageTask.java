package org.tresnet4j.tasks;

import java.util.List;
import org.tresnet4j.datasets.batch.BatchLoader;
import org.tresnet4j.runner.spi.BatchStream;
import org.tresnet4j.runner.spi.TaskContext;
import org.tresnet4j.runner.spi.TrainingTask;

/** A task on the images of a {@code data} section: splits, classes and batches. What is left is a network and its measure. */
public abstract class ImageTask implements TrainingTask {

    private final TaskData data;

    /** Nothing is read yet. */
    protected ImageTask(DataConfig config, TaskContext context) {
        this.data = new TaskData(config, context);
    }

    /** The images. */
    protected final TaskData data() {
        return data;
    }

    /** The batches to learn from, see {@link TaskData#training}. */
    protected abstract BatchLoader trainingLoader();

    @Override
    public List<String> classes() {
        return data.classes();
    }

    @Override
    public int batchesPerEpoch() {
        return trainingLoader().batchesPerEpoch();
    }

    @Override
    public BatchStream batches(int epoch, int firstBatch) {
        return new LoadedBatches(trainingLoader().epoch(epoch, firstBatch));
    }

    @Override
    public String dataFingerprint() {
        return data.fingerprint();
    }

    @Override
    public void requireData() {
        data.requireFiles();
    }

    @Override
    public List<String> evaluationSplits() {
        return data.splitNames();
    }
}
