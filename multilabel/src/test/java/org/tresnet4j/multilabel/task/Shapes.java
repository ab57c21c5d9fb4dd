package org.tresnet4j.multilabel.task;

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

/** A small set of shapes on disk, and runs on it. */
record Shapes(Path root) {

    static final Path CONFIGS = Path.of("").toAbsolutePath().getParent().resolve("configs/multilabel");

    static Shapes of(Path folder, int train, int validation) {
        ShapesDataset.generate(
                folder,
                ShapesOptions.defaults()
                        .withImages(train, validation)
                        .withSide(64)
                        .withSeed(3));
        return new Shapes(folder);
    }

    /** Trains the shipped configuration, made small. */
    Outcome train(Path out, List<Double> losses, String... overrides) {
        List<String> all = new ArrayList<>(List.of(
                "data.root=" + root, "model.size=64", "train.logEvery=1", "data.batchSize=16", "train.epochs=1"));
        all.addAll(List.of(overrides));
        return new Training(Tasks.installed())
                .listen(new TrainingListener() {
                    @Override
                    public void stepped(Step step) {
                        losses.add(step.loss());
                    }
                })
                .run(CONFIGS.resolve("tiny-shapes.yaml"), withoutRepeats(all), Optional.of(out));
    }

    /** A later override of the same key takes the place of the earlier. */
    private static List<String> withoutRepeats(List<String> overrides) {
        List<String> kept = new ArrayList<>();
        for (String override : overrides) {
            String key = override.substring(0, override.indexOf('=') + 1);
            kept.removeIf(other -> other.startsWith(key));
            kept.add(override);
        }
        return kept;
    }
}
