package org.tresnet4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.tresnet4j.datasets.coco.CocoSplit;
import org.tresnet4j.spark.shard.ShardWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "shard",
        description = "Pack images and annotations into sequence files, for clusters without a shared disk.")
final class DataShardCommand implements Callable<Integer> {

    @ParentCommand
    private DataCommand data;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "CONFIG",
            converter = ConfigFile.class,
            description = "A YAML file; each of its splits becomes a folder of OUT.")
    private Path config;

    @Mixin
    private Overrides.OfData overrides;

    @Option(names = "--out", required = true, paramLabel = "OUT", description = "The folder to write, new or empty.")
    private Path out;

    @Option(
            names = "--shards",
            paramLabel = "N",
            defaultValue = "16",
            description = "Files of each split; some for each worker. Default: ${DEFAULT-VALUE}.")
    private int shards;

    @Override
    public Integer call() throws IOException {
        SparkLibraries.require();
        if (shards < 1) {
            throw new ParameterException(spec.commandLine(), "--shards is " + shards + ", expected at least 1");
        }
        requireUnused();
        PrintWriter lines = spec.commandLine().getOut();
        lines.println("To train on them, beside --set data.root=" + out + ":");
        for (CocoSplit split :
                ConfiguredData.load(data.tasks(), config, overrides.values()).splits()) {
            int images = ShardWriter.write(split.annotations(), split.images(), out.resolve(split.name()), shards);
            lines.println("--set data." + split.name() + ".annotations=" + split.name() + "/" + ShardWriter.ANNOTATIONS
                    + " --set data." + split.name() + ".images=" + split.name() + "   # " + images + " images");
        }
        return ExitCode.OK;
    }

    private void requireUnused() throws IOException {
        if (Files.isDirectory(out)) {
            try (Stream<Path> files = Files.list(out)) {
                if (files.findAny().isEmpty()) {
                    return;
                }
            }
        }
        if (Files.exists(out)) {
            throw new ParameterException(spec.commandLine(), out + " already holds files; choose another --out");
        }
    }
}
