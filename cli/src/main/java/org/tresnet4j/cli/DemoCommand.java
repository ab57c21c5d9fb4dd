package org.tresnet4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tresnet4j.datasets.synthetic.ShapesDataset;
import org.tresnet4j.datasets.synthetic.ShapesOptions;
import org.tresnet4j.runner.RunFolder;
import org.tresnet4j.runner.TrainedModel;
import org.tresnet4j.runner.Training;
import org.tresnet4j.runner.config.ConfigLoader;
import org.tresnet4j.runner.spi.PredictionReport;
import org.tresnet4j.runner.spi.TaskException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "demo",
        description = "Draw pictures of shapes, train a small tagger and a small detector on them, and predict:"
                + " a few minutes each on a CPU.")
final class DemoCommand implements Callable<Integer> {

    /** What is demonstrated; each has a configuration of that name for the shapes. */
    enum Demonstrated {
        MULTILABEL,
        DETECTION;

        String folder() {
            return name().toLowerCase(Locale.ROOT);
        }

        Path config() {
            return Path.of("configs", folder(), "tiny-shapes.yaml");
        }

        /** As it is typed. */
        @Override
        public String toString() {
            return folder();
        }
    }

    private static final int PREDICTED = 12;

    /** Small enough for a few minutes of training on two cores. */
    private static final ShapesOptions SHAPES =
            ShapesOptions.defaults().withImages(2000, 200).withSide(96);

    @ParentCommand
    private Tresnet tresnet;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--out",
            paramLabel = "RUN",
            description = "The folder to write, with a run for each task inside; otherwise runs/demo-<time>.")
    private Optional<Path> out;

    @Option(
            names = "--task",
            paramLabel = "TASK",
            split = ",",
            description = "What to train: ${COMPLETION-CANDIDATES}. Default: both.")
    private List<Demonstrated> tasks = List.of(Demonstrated.values());

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            defaultValue = "data/shapes",
            description = "Where the pictures are drawn; kept for the next time. Default: ${DEFAULT-VALUE}.")
    private Path data;

    @Mixin
    private Overrides.OfTraining overrides;

    @Override
    public Integer call() throws IOException {
        List<String> settings = new ArrayList<>(List.of("data.root=" + data));
        settings.addAll(overrides.values());
        // what can be refused at once is, before pictures are drawn
        for (Demonstrated task : tasks) {
            new ConfigLoader(tresnet.tasks()).load(config(task), settings);
        }
        RunFolder folder = out.map(RunFolder::new)
                .orElseGet(() -> RunFolder.named(Path.of("demo"), Clock.systemDefaultZone()))
                .requireUnused();

        PrintWriter err = spec.commandLine().getErr();
        err.println("drawing shapes into " + data);
        ShapesDataset shapes = ShapesDataset.generate(data, SHAPES);
        int code = ExitCode.OK;
        for (Demonstrated task : tasks) {
            if (code == ExitCode.OK) {
                code = demonstrate(task, settings, folder.path().resolve(task.folder()), shapes);
            }
        }
        return code;
    }

    private int demonstrate(Demonstrated task, List<String> settings, Path run, ShapesDataset shapes)
            throws IOException {
        TrainingSession session = new TrainingSession(tresnet, spec.commandLine());
        Training.Outcome outcome = session.run(config(task), settings, Optional.of(run));
        if (!outcome.result().interrupted()) {
            predict(outcome.folder(), settings, shapes);
        }
        int code = session.report(outcome);
        if (code == ExitCode.OK) {
            spec.commandLine()
                    .getOut()
                    .println("Open " + outcome.folder().report().toAbsolutePath() + " in a browser.");
        }
        return code;
    }

    private Path config(Demonstrated task) {
        Path home = tresnet.home()
                .orElseThrow(
                        () -> new TaskException("the shipped configurations are found by bin/tresnet, which was not"
                                + " used; start with it, or with -D" + Tresnet.HOME
                                + "=<the folder that holds configs/>"));
        Path config = home.resolve(task.config());
        if (!Files.isRegularFile(config)) {
            throw new TaskException(config + ": the demo's configuration is missing; restore it from the distribution");
        }
        return config;
    }

    private void predict(RunFolder run, List<String> settings, ShapesDataset shapes) throws IOException {
        List<Path> images = ImageFiles.expand(List.of(shapes.valImages())).stream()
                .limit(PREDICTED)
                .toList();
        PredictionReport report =
                TrainedModel.load(tresnet.tasks(), run.path(), settings).predict(images, run.predictions());
        new PredictionLines(spec.commandLine()).print(report, run.predictions());
    }
}
