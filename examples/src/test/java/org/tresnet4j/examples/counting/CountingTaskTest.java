package org.tresnet4j.examples.counting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.datasets.synthetic.ShapesDataset;
import org.tresnet4j.datasets.synthetic.ShapesOptions;
import org.tresnet4j.runner.TrainedModel;
import org.tresnet4j.runner.Training;
import org.tresnet4j.runner.Training.Outcome;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.listen.Step;
import org.tresnet4j.runner.listen.TrainingListener;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.runner.spi.TaskException;

/** A task of one's own is all the runner needs. */
class CountingTaskTest {

    private static final int MOST_LINES = 60;

    @TempDir
    static Path folder;

    private static final List<Double> LOSSES = new ArrayList<>();
    private static Outcome outcome;

    @BeforeAll
    static void train() throws URISyntaxException {
        ShapesDataset.generate(
                folder.resolve("shapes"),
                ShapesOptions.defaults().withImages(96, 16).withSide(64).withSeed(3));
        Path config = Path.of(CountingTask.class.getResource("/counting.yaml").toURI());
        outcome = new Training(Tasks.installed())
                .listen(new TrainingListener() {
                    @Override
                    public void stepped(Step step) {
                        LOSSES.add(step.loss());
                    }
                })
                .run(config, List.of("data.root=" + folder.resolve("shapes")), Optional.of(folder.resolve("run")));
    }

    @Test
    void learnsToCount() {
        assertThat(mean(LOSSES.subList(LOSSES.size() - 6, LOSSES.size()))).isLessThan(mean(LOSSES.subList(0, 6)) / 3);
    }

    private static double mean(List<Double> losses) {
        return losses.stream().mapToDouble(loss -> loss).average().orElseThrow();
    }

    @Test
    void leavesACheckpointThatIsMeasuredAsDuringTraining() {
        TrainedModel model =
                TrainedModel.load(Tasks.installed(), outcome.folder().path(), List.of());
        Evaluation during = outcome.result().best().orElseThrow().evaluation();
        assertThat(model.evaluate(Optional.empty()).metrics()).isEqualTo(during.metrics());
        assertThat(outcome.folder().report()).isNotEmptyFile();
    }

    @Test
    void saysThatItHasNoPredictionsForFiles() {
        TrainedModel model =
                TrainedModel.load(Tasks.installed(), outcome.folder().path(), List.of());
        assertThatThrownBy(() -> model.predict(List.of(folder.resolve("x.jpg")), folder.resolve("predictions")))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("CountingTask has no predictions for files");
    }

    @Test
    void isShort() throws IOException {
        Path source = Path.of("src/main/java/org/tresnet4j/examples/counting/CountingTask.java");
        long lines = Files.readAllLines(source).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.matches("(import|package) .*|/?\\*.*"))
                .count();
        assertThat(lines)
                .as("lines that are neither blank nor comments, package or imports")
                .isLessThan(MOST_LINES);
    }
}
