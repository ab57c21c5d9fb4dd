package org.tresnet4j.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tresnet4j.runner.Training;
import org.tresnet4j.spark.SparkTraining;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "spark-train",
        description = "Train a model as a YAML file says, on a cluster with Apache Spark; see docs/cluster.md."
                + " Ctrl-C saves a checkpoint first.")
final class SparkTrainCommand implements Callable<Integer> {

    @ParentCommand
    private Tresnet tresnet;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "CONFIG",
            converter = ConfigFile.class,
            description = "The YAML file; its section 'cluster' says how work is divided.")
    private Path config;

    @Mixin
    private Overrides.OfTraining overrides;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "Spark's master, e.g. spark://host:7077, yarn, local[2]; otherwise spark-submit's,"
                    + " otherwise local[*]: this process.")
    private Optional<String> master;

    @Option(
            names = "--conf",
            paramLabel = "KEY=VALUE",
            description = "A setting of Spark, e.g. spark.executor.memory=8g; may be repeated.")
    private List<String> settings = List.of();

    @Option(
            names = "--resume",
            paramLabel = "CHECKPOINT",
            description =
                    "Go on from an iteration-N.zip of an earlier run of the same configuration and number of workers,"
                            + " in a new folder.")
    private Optional<Path> resumed;

    @Option(
            names = "--out",
            paramLabel = "RUN",
            description = "The folder to write, new or empty; otherwise runs/<config>-<time>.")
    private Optional<Path> out;

    @Override
    public Integer call() {
        SparkLibraries.require();
        TrainingSession session = new TrainingSession(tresnet, spec.commandLine());
        SparkTraining training = new SparkTraining(tresnet.tasks())
                .master(master)
                .settings(allSettings())
                .resume(resumed);
        Training.Outcome outcome = session.run(
                training::listen, training::requestStop, () -> training.run(config, overrides.values(), out));
        return session.report(outcome);
    }

    /** What the user says comes last and so prevails. */
    private List<String> allSettings() {
        List<String> all = new ArrayList<>(SparkLibraries.forExecutors(master));
        all.addAll(settings);
        return all;
    }
}
