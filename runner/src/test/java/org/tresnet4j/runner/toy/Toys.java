package org.tresnet4j.runner.toy;

import java.util.List;
import org.tresnet4j.runner.config.ConfigLoader;
import org.tresnet4j.runner.config.Experiment;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.spi.TaskContext;

/** Toy experiments from YAML. */
public final class Toys {

    /** The least that a configuration says. */
    public static final String YAML = """
            task: toy
            train:
              epochs: 4
              optimizer:
                learningRate: 0.02
            """;

    private Toys() {}

    public static Experiment<?> experiment(String... overrides) {
        return new ConfigLoader(Tasks.installed()).parse("toy.yaml", YAML, List.of(overrides));
    }

    public static ToyTask task(Experiment<?> experiment) {
        return new ToyTask(
                (ToyConfig) experiment.task(),
                TaskContext.fresh(experiment.run().seed()));
    }
}
