package org.tresnet4j.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tresnet4j.runner.TrainedModel;
import org.tresnet4j.runner.spi.Evaluation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "eval", description = "Measure a trained model on a split of its data.")
final class EvalCommand implements Callable<Integer> {

    @ParentCommand
    private Tresnet tresnet;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "RUN",
            converter = SavedRun.Converter.class,
            description = "The folder of a run, whose best checkpoint is taken, or a checkpoint.")
    private SavedRun run;

    @Option(
            names = "--split",
            paramLabel = "NAME",
            description = "The split to measure on; otherwise the one that was used during training.")
    private Optional<String> split;

    @Mixin
    private Overrides.OfData overrides;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            converter = JsonFile.Converter.class,
            description = "Also write the metrics as JSON, those of each class included.")
    private JsonFile json;

    @Override
    public Integer call() {
        TrainedModel model = run.load(tresnet.tasks(), overrides.values());
        split.filter(name -> !model.evaluationSplits().contains(name)).ifPresent(name -> {
            throw new ParameterException(
                    spec.commandLine(),
                    "there is no split '" + name + "'; there are " + String.join(", ", model.evaluationSplits()));
        });
        Evaluation evaluation = model.evaluate(split);
        print(evaluation);
        if (json != null) {
            json.write(numbers(evaluation));
        }
        return ExitCode.OK;
    }

    /** The metrics, and under the main one's name with {@code by class} that of each class. */
    private static Map<String, Object> numbers(Evaluation evaluation) {
        Map<String, Object> numbers = new LinkedHashMap<>(evaluation.metrics());
        if (!evaluation.perClass().isEmpty()) {
            numbers.put(evaluation.primary() + " by class", evaluation.perClass());
        }
        return numbers;
    }

    private void print(Evaluation evaluation) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Table.of(evaluation.metrics()));
        if (!evaluation.perClass().isEmpty()) {
            out.println(evaluation.primary() + " by class");
            out.println(Table.of(evaluation.perClass()));
        }
    }
}
