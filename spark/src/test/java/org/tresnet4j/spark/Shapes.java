package org.tresnet4j.spark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tresnet4j.datasets.synthetic.ShapesDataset;
import org.tresnet4j.datasets.synthetic.ShapesOptions;
import org.tresnet4j.runner.Training;
import org.tresnet4j.runner.Training.Outcome;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.listen.Step;
import org.tresnet4j.runner.listen.TrainingListener;

/** A small set of shapes on disk, and runs on it, on a cluster and on this machine alone. */
record Shapes(Path root) {

    static final Path CONFIGS = Path.of("").toAbsolutePath().getParent().resolve("configs");
    static final Path TAGGING = CONFIGS.resolve("multilabel/tiny-shapes.yaml");
    static final Path DETECTION = CONFIGS.resolve("detection/tiny-shapes.yaml");

    /** Where the splits are in a folder of shards. */
    static final String[] SHARDS = {
        "model.size=64",
        "data.train.annotations=train/annotations.json",
        "data.train.images=train",
        "data.validation.annotations=val/annotations.json",
        "data.validation.images=val"
    };

    static Shapes of(Path folder, int train, int validation) {
        ShapesDataset.generate(
                folder,
                ShapesOptions.defaults()
                        .withImages(train, validation)
                        .withSide(64)
                        .withSeed(3));
        return new Shapes(folder);
    }

    /** The overrides of a quick run. */
    List<String> quick(String... overrides) {
        List<String> all =
                new ArrayList<>(List.of("data.root=" + root, "data.batchSize=8", "train.logEvery=1", "train.epochs=1"));
        all.addAll(List.of(overrides));
        return all;
    }

    static Outcome alone(Path config, List<String> overrides, Path out, List<Step> steps) {
        return new Training(Tasks.installed()).listen(collecting(steps)).run(config, overrides, Optional.of(out));
    }

    static Outcome cluster(String master, Path config, List<String> overrides, Path out, List<Step> steps) {
        return new SparkTraining(Tasks.installed())
                .master(Optional.of(master))
                .listen(collecting(steps))
                .run(config, overrides, Optional.of(out));
    }

    static TrainingListener collecting(List<Step> steps) {
        return new TrainingListener() {
            @Override
            public void stepped(Step step) {
                steps.add(step);
            }
        };
    }
}
