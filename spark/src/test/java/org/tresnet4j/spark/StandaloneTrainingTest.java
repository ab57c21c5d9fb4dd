package org.tresnet4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.runner.TrainedModel;
import org.tresnet4j.runner.Training.Outcome;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.listen.Step;
import org.tresnet4j.runner.listen.TrainingListener;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.runner.spi.TaskException;

/** A real master with two worker processes on this machine. */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class StandaloneTrainingTest {

    private static final int IMAGES = 48;

    @TempDir
    static Path folder;

    private static Shapes shapes;
    private static StandaloneCluster cluster;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        shapes = Shapes.of(folder.resolve("shapes"), IMAGES, 40);
        cluster = StandaloneCluster.start(folder.resolve("spark"), 2);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    private static SparkTraining training() {
        return new SparkTraining(Tasks.installed())
                .master(Optional.of(cluster.url()))
                .settings(cluster.settings());
    }

    @Test
    @Order(1)
    void tagsAndEvaluatesAsOneMachineDoes() {
        SparkTraining training = training();
        Outcome outcome = training.run(
                Shapes.TAGGING,
                shapes.quick("model.size=64", "train.epochs=2", "data.evaluationBatchSize=8"),
                Optional.of(folder.resolve("tagging")));
        assertThat(training.imagesSeen()).isEqualTo(2 * IMAGES);
        equalsLocal(outcome);
    }

    @Test
    @Order(2)
    void detectsAndEvaluatesAsOneMachineDoes() {
        SparkTraining training = training();
        Outcome outcome = training.run(
                Shapes.DETECTION,
                shapes.quick(
                        "images.shortSides=[64]",
                        "images.longSide=64",
                        "images.letterbox=[64, 64]",
                        "train.epochs=4",
                        "detections.scoreThreshold=0.001",
                        "data.evaluationBatchSize=8"),
                Optional.of(folder.resolve("detection")));
        assertThat(training.imagesSeen()).isEqualTo(4 * IMAGES);
        equalsLocal(outcome);
    }

    private static void equalsLocal(Outcome outcome) {
        Evaluation there = outcome.result().best().orElseThrow().evaluation();
        Evaluation here = TrainedModel.load(Tasks.installed(), outcome.folder().path(), List.of())
                .evaluate(Optional.empty());
        assertThat(here.metrics()).hasSameSizeAs(there.metrics());
        here.metrics()
                .forEach((name, value) ->
                        assertThat(there.metrics().get(name)).as(name).isCloseTo(value, within(1e-9)));
    }

    @Test
    @Order(3)
    void namesTheClassThatExecutorsLack() {
        SparkTraining training = new SparkTraining(Tasks.installed())
                .master(Optional.of(cluster.url()))
                .settings(StandaloneCluster.settings(Map.of()));
        assertThatThrownBy(() -> training.run(
                        Shapes.TAGGING, shapes.quick("model.size=64"), Optional.of(folder.resolve("lacking"))))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("executors have no class org.tresnet4j.")
                .hasMessageContaining("spark.jars");
    }

    @Test
    @Order(4)
    void goesOnWithoutAWorkerThatWasKilled() {
        AtomicInteger rounds = new AtomicInteger();
        SparkTraining training = training().listen(new TrainingListener() {
            @Override
            public void stepped(Step step) {
                if (rounds.incrementAndGet() == 2) {
                    cluster.kill(1);
                }
            }
        });
        Outcome outcome = training.run(
                Shapes.TAGGING,
                shapes.quick("model.size=64", "train.epochs=6", "cluster.averagingFrequency=1"),
                Optional.of(folder.resolve("killed")));
        assertThat(outcome.result().iterations()).isEqualTo(18);
        assertThat(training.imagesSeen()).isEqualTo(6 * IMAGES);
        assertThat(rounds).hasValue(18);
    }
}
