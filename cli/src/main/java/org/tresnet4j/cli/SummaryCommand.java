package org.tresnet4j.cli;

import com.google.common.collect.ImmutableMap;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.tresnet4j.backbone.Features;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.TResNetVariant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "summary", description = "Show a model's parameters and the maps it offers to heads.")
final class SummaryCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "NAME",
            description = "tresnet_m, tresnet_l, tresnet_xl, tresnet_l_v2, tiny or tiny_v2.")
    private TResNetVariant model;

    @Option(
            names = "--classes",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Classes of the classifier, which count among the parameters. Default: ${DEFAULT-VALUE}.")
    private int classes;

    @Option(
            names = "--size",
            paramLabel = "S",
            converter = ImageSize.Converter.class,
            description = "Side of the input in pixels, to see how large the maps are.")
    private ImageSize size;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            converter = JsonFile.Converter.class,
            description = "Also write the summary as JSON.")
    private JsonFile json;

    @Override
    public Integer call() {
        if (classes < 1) {
            throw new ParameterException(spec.commandLine(), "--classes is " + classes + ", expected at least 1");
        }
        ComputationGraph network =
                new ComputationGraph(TResNet.of(model).classes(classes).build());
        network.init();
        long parameters = TResNet.trainable(network);
        List<Features.Level> levels = features().levels();
        print(parameters, levels);
        if (json != null) {
            json.write(ImmutableMap.of(
                    "parameters",
                    parameters,
                    "features",
                    levels.stream().map(SummaryCommand::values).toList()));
        }
        return ExitCode.OK;
    }

    private Features features() {
        GraphBuilder graph = new NeuralNetConfiguration.Builder().graphBuilder().addInputs(TResNet.INPUT);
        return TResNet.addTo(graph, TResNet.INPUT, model);
    }

    private static Map<String, Object> values(Features.Level level) {
        return ImmutableMap.of("name", level.name(), "channels", level.channels(), "stride", level.stride());
    }

    private void print(long parameters, List<Features.Level> levels) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s with %,d classes: %,d parameters%n", model.name(), classes, parameters);
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("map", "channels", "stride", "size"));
        for (Features.Level level : levels) {
            String side = size == null ? "" : String.valueOf(size.pixels() / level.stride());
            rows.add(row(
                    level.name(), String.valueOf(level.channels()), String.valueOf(level.stride()), side + "x" + side));
        }
        out.println(Table.of(rows));
    }

    private List<String> row(String name, String channels, String stride, String side) {
        return size == null ? List.of(name, channels, stride) : List.of(name, channels, stride, side);
    }
}
