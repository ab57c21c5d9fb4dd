package org.tresnet4j.cli;

import com.google.common.collect.ImmutableMap;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tresnet4j.datasets.coco.CocoPolicy.EmptyImages;
import org.tresnet4j.datasets.coco.CocoSplit;
import org.tresnet4j.datasets.inspect.SplitStatistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(name = "stats", description = "Count classes, object sizes and image sizes of all splits.")
final class DataStatsCommand implements Callable<Integer> {

    @ParentCommand
    private DataCommand data;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "CONFIG",
            converter = ConfigFile.class,
            description = "The YAML file whose data is counted.")
    private Path config;

    @Mixin
    private Overrides.OfData overrides;

    @Option(names = "--out", paramLabel = "FOLDER", description = "Also draw the histograms as PNG into this folder.")
    private Optional<Path> out;

    @Override
    public Integer call() {
        ImmutableMap.Builder<String, SplitStatistics> counted = ImmutableMap.builder();
        for (CocoSplit split :
                ConfiguredData.load(data.tasks(), config, overrides.values()).splits()) {
            counted.put(split.name(), SplitStatistics.of(whole(split).read()));
        }
        Map<String, SplitStatistics> bySplit = counted.buildOrThrow();
        spec.commandLine().getOut().println(StatisticsText.of(bySplit));
        out.ifPresent(folder -> StatisticsCharts.write(bySplit, folder)
                .forEach(file -> spec.commandLine().getOut().println("picture     " + file)));
        return ExitCode.OK;
    }

    /** With the images that training may drop. */
    private static CocoSplit whole(CocoSplit split) {
        return split.withPolicy(split.policy().withEmptyImages(EmptyImages.KEEP));
    }
}
