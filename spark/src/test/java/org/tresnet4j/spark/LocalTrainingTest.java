package org.tresnet4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.Iterables;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.runner.Training.Outcome;
import org.tresnet4j.runner.checkpoint.Checkpoint;
import org.tresnet4j.runner.checkpoint.CheckpointFolder;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.listen.Step;
import org.tresnet4j.runner.spi.TaskException;
import org.tresnet4j.spark.shard.ShardWriter;

/** Training with Spark inside this process. */
class LocalTrainingTest {

    @TempDir
    static Path folder;

    private static Shapes shapes;

    @BeforeAll
    static void draw() {
        shapes = Shapes.of(folder.resolve("shapes"), 48, 16);
    }

    @Test
    void oneWorkerAveragedAfterEachStepIsTrainingOnOneMachine() {
        List<String> overrides = shapes.quick("model.size=64", "train.epochs=2");
        List<Step> here = new ArrayList<>();
        List<Step> there = new ArrayList<>();
        Outcome alone = Shapes.alone(Shapes.TAGGING, overrides, folder.resolve("alone"), here);
        overrides.add("cluster.averagingFrequency=1");
        Outcome cluster = Shapes.cluster("local[1]", Shapes.TAGGING, overrides, folder.resolve("one"), there);
        assertThat(there.stream().map(Step::loss))
                .isEqualTo(here.stream().map(Step::loss).toList());
        assertThat(there.stream().map(Step::learningRate))
                .isEqualTo(here.stream().map(Step::learningRate).toList());
        assertThat(parameters(cluster)).isEqualTo(parameters(alone));
        assertThat(cluster.result().best().orElseThrow().evaluation())
                .isEqualTo(alone.result().best().orElseThrow().evaluation());
    }

    @Test
    void schedulesAndUpdaterStateGoOnFromRoundToRound() {
        List<String> overrides = shapes.quick("model.size=64", "train.epochs=2", "train.ema.decay=0");
        List<Step> here = new ArrayList<>();
        Outcome alone = Shapes.alone(Shapes.TAGGING, overrides, folder.resolve("straight"), here);
        // 6 batches an epoch: rounds of 4 and 2
        overrides.add("cluster.averagingFrequency=4");
        Outcome cluster =
                Shapes.cluster("local[1]", Shapes.TAGGING, overrides, folder.resolve("rounds"), new ArrayList<>());
        assertThat(parameters(cluster)).isEqualTo(parameters(alone));
        assertThat(cluster.result().iterations()).isEqualTo(12);
    }

    private static Map<String, Double> lastMetrics(Outcome outcome) {
        return Iterables.getLast(outcome.result().history().measurements())
                .evaluation()
                .metrics();
    }

    private static INDArray parameters(Outcome outcome) {
        Path last = last(outcome);
        return Checkpoint.open(last).network().params();
    }

    @Test
    void goesOnFromACheckpointAsIfItHadNotStopped() {
        List<String> overrides = shapes.quick("model.size=64", "train.epochs=2", "cluster.averagingFrequency=2");
        Outcome straight =
                Shapes.cluster("local[2]", Shapes.TAGGING, overrides, folder.resolve("unstopped"), new ArrayList<>());
        overrides.add("train.maxIterations=2");
        Outcome stopped =
                Shapes.cluster("local[2]", Shapes.TAGGING, overrides, folder.resolve("stopped"), new ArrayList<>());
        assertThat(stopped.result().iterations()).isEqualTo(2);
        overrides.remove("train.maxIterations=2");
        Path last = last(stopped);
        Outcome resumed = new SparkTraining(Tasks.installed())
                .master(Optional.of("local[2]"))
                .resume(Optional.of(last))
                .run(Shapes.TAGGING, overrides, Optional.of(folder.resolve("resumed")));
        assertThat(resumed.result().iterations()).isEqualTo(6);
        assertThat(parameters(resumed)).isEqualTo(parameters(straight));
        assertThat(lastMetrics(resumed)).isEqualTo(lastMetrics(straight));

        assertThatThrownBy(() -> new SparkTraining(Tasks.installed())
                        .master(Optional.of("local[1]"))
                        .resume(Optional.of(last(straight)))
                        .run(
                                Shapes.TAGGING,
                                shapes.quick("model.size=64", "data.batchSize=4", "train.epochs=2"),
                                Optional.of(folder.resolve("other"))))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("iteration-")
                .hasMessageContaining("cluster.workers");
    }

    @Test
    void shardsAreTheImagesThatWerePacked() {
        Path packed = folder.resolve("packed");
        for (String split : List.of("train", "val")) {
            ShardWriter.write(
                    shapes.root().resolve("annotations/instances_" + split + ".json"),
                    shapes.root().resolve("images/" + split),
                    packed.resolve(split),
                    3);
        }
        Outcome plain = Shapes.cluster(
                "local[2]", Shapes.TAGGING, shapes.quick("model.size=64"), folder.resolve("plain"), new ArrayList<>());
        Outcome sharded = Shapes.cluster(
                "local[2]",
                Shapes.TAGGING,
                new Shapes(packed).quick(Shapes.SHARDS),
                folder.resolve("sharded"),
                new ArrayList<>());
        assertThat(parameters(sharded)).isEqualTo(parameters(plain));
        assertThat(sharded.result().best().orElseThrow().evaluation())
                .isEqualTo(plain.result().best().orElseThrow().evaluation());
    }

    @Test
    void twoWorkersLearnFromAllImages() {
        List<Step> steps = new ArrayList<>();
        Outcome outcome = Shapes.cluster(
                "local[2]",
                Shapes.TAGGING,
                shapes.quick("model.size=64", "train.epochs=10", "cluster.averagingFrequency=2"),
                folder.resolve("two"),
                steps);
        // 6 batches by 2 workers: rounds of 2 steps and of 1
        assertThat(steps.stream().map(Step::iteration).limit(4)).containsExactly(2L, 3L, 5L, 6L);
        assertThat(steps.get(19).iteration()).isEqualTo(30);
        assertThat(steps.get(19).loss()).isLessThan(0.9 * steps.get(0).loss());
        assertThat(outcome.folder().report()).isNotEmptyFile();
    }

    private static Path last(Outcome outcome) {
        return CheckpointFolder.existing(outcome.folder().checkpoints()).last().orElseThrow();
    }
}
