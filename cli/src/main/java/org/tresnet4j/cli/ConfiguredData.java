package org.tresnet4j.cli;

import java.nio.file.Path;
import java.util.List;
import org.tresnet4j.datasets.coco.CocoSplit;
import org.tresnet4j.datasets.image.OnCorruptImage;
import org.tresnet4j.runner.config.ConfigLoader;
import org.tresnet4j.runner.config.Experiment;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.spi.TaskException;
import org.tresnet4j.tasks.AnnotatedData;

/**
 * Data whose files are there.
 *
 * @param splits the one that is trained on first
 * @param onCorruptImage what is done about pictures that cannot be used
 */
record ConfiguredData(List<CocoSplit> splits, OnCorruptImage onCorruptImage) {

    /**
     * Reads a configuration; nothing of the data itself.
     *
     * @throws TaskException if its task learns from something else than annotated images, or files are not there
     */
    static ConfiguredData load(Tasks tasks, Path config, List<String> overrides) {
        Experiment<?> experiment = new ConfigLoader(tasks).load(config, overrides);
        if (experiment.task() instanceof AnnotatedData annotated) {
            return new ConfiguredData(
                    annotated.data().splits(experiment.places()),
                    annotated.data().onCorruptImage());
        }
        throw new TaskException(config + ": the task " + experiment.run().task() + " has no annotated images");
    }
}
