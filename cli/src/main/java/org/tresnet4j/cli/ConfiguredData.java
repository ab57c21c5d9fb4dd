package org.tresnet4j.cli;

import java.nio.file.Path;
import java.util.List;
import org.tresnet4j.runner.config.ConfigLoader;
import org.tresnet4j.runner.config.Experiment;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.spi.TaskException;
import org.tresnet4j.tasks.AnnotatedData;
import org.tresnet4j.tasks.DataConfig;

/** The data that a configuration names. */
final class ConfiguredData {

    private ConfiguredData() {}

    /**
     * Reads a configuration; nothing of the data itself.
     *
     * @throws TaskException if its task learns from something else than annotated images
     */
    static DataConfig load(Tasks tasks, Path config, List<String> overrides) {
        Experiment<?> experiment = new ConfigLoader(tasks).load(config, overrides);
        if (experiment.task() instanceof AnnotatedData annotated) {
            return annotated.data();
        }
        throw new TaskException(config + ": the task " + experiment.run().task() + " has no annotated images");
    }
}
