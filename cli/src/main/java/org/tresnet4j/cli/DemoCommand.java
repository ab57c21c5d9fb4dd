package org.tresnet4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
        description = "Draw pictures of shapes, train a small model to tag them, and predict: a few minutes on a CPU.")
final class DemoCommand implements Callable<Integer> {

    private static final Path CONFIG = Path.of("configs", "multilabel", "tiny-shapes.yaml");
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
            description = "The folder to write, new or empty; otherwise runs/tiny-shapes-<time>.")
    private Optional<Path> out;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            defaultValue = "data/shapes",
            description = "Where the pictures are drawn; kept for the next time. Default: ${DEFAULT-VALUE}.")
    private Path data;

    @Mixin
    private Overrides overrides;

    @Override
    public Integer call() throws IOException {
        Path config = config();
        List<String> settings = new ArrayList<>(List.of("data.root=" + data));
        settings.addAll(overrides.values());
        // what can be refused at once is, before pictures are drawn
        new ConfigLoader(tresnet.tasks()).load(config, settings);
        out.map(RunFolder::new).ifPresent(RunFolder::requireUnused);

        PrintWriter err = spec.commandLine().getErr();
        err.println("drawing shapes into " + data);
        ShapesDataset shapes = ShapesDataset.generate(data, SHAPES);

        TrainingSession session = new TrainingSession(tresnet, spec.commandLine());
        Training.Outcome outcome = session.run(config, settings, out);
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

    private Path config() {
        Path home = tresnet.home()
                .orElseThrow(
                        () -> new TaskException("the shipped configurations are found by bin/tresnet, which was not"
                                + " used; start with it, or with -D" + Tresnet.HOME
                                + "=<the folder that holds configs/>"));
        Path config = home.resolve(CONFIG);
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
