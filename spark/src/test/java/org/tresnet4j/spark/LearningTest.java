package org.tresnet4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.runner.Training.Outcome;

/** Two workers learn what one machine learns from the same images in batches of both workers' together. */
@Tag("slow")
class LearningTest {

    @TempDir
    Path folder;

    @Test
    void tagging() {
        Shapes shapes = Shapes.of(folder.resolve("shapes"), 192, 64);
        compare(shapes, Shapes.TAGGING, 6, "model.size=64", "train.epochs=12", "train.evaluateEvery=12");
    }

    @Test
    void detection() {
        Shapes shapes = Shapes.of(folder.resolve("shapes"), 160, 40);
        compare(
                shapes,
                Shapes.DETECTION,
                0.04,
                "images.shortSides=[64]",
                "images.longSide=64",
                "images.letterbox=[64, 64]",
                "train.epochs=12",
                "train.evaluateEvery=12");
    }

    private void compare(Shapes shapes, Path config, double noise, String... settings) {
        List<String> alone = shapes.quick(settings);
        alone.add("data.batchSize=16");
        double one = primary(Shapes.alone(config, alone, folder.resolve("alone"), new ArrayList<>()));
        List<String> together = shapes.quick(settings);
        together.add("cluster.averagingFrequency=4");
        double two = primary(Shapes.cluster("local[2]", config, together, folder.resolve("two"), new ArrayList<>()));
        assertThat(two).isCloseTo(one, within(noise));
    }

    private static double primary(Outcome outcome) {
        return outcome.result().best().orElseThrow().evaluation().primaryValue();
    }
}
