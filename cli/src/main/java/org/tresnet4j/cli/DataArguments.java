package org.tresnet4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.tresnet4j.datasets.coco.CocoFormat;
import org.tresnet4j.datasets.coco.CocoPolicy;
import org.tresnet4j.datasets.coco.CocoSplit;
import org.tresnet4j.datasets.image.OnCorruptImage;
import org.tresnet4j.runner.config.Tasks;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The arguments that name data: a YAML file, or an annotation file and the folder of its images. */
final class DataArguments {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Parameters(
            paramLabel = "CONFIG_OR_ANNOTATIONS",
            description = "A YAML file, for all of its splits; or with --images an annotation file in COCO's format.")
    private Path source;

    @Mixin
    private Overrides.OfData overrides;

    @Option(names = "--images", paramLabel = "FOLDER", description = "The images of an annotation file.")
    private Optional<Path> images;

    /** Whether a YAML file was named, which may have several splits. */
    boolean isConfig() {
        return images.isEmpty();
    }

    /**
     * What was named. An annotation file becomes one split, named after it.
     *
     * @throws ParameterException if the arguments do not fit one another
     */
    ConfiguredData load(Tasks tasks) {
        return images.map(this::ofAnnotations).orElseGet(() -> ofConfig(tasks));
    }

    private ConfiguredData ofAnnotations(Path folder) {
        if (!overrides.values().isEmpty()) {
            throw wrong("--set changes a YAML file; leave it away with --images");
        }
        if (!Files.isDirectory(folder)) {
            throw wrong("--images " + folder + " is not a folder");
        }
        CocoSplit split = new CocoSplit(String.valueOf(source.getFileName()), source, folder, CocoPolicy.defaults());
        return new ConfiguredData(List.of(split), OnCorruptImage.FAIL);
    }

    private ConfiguredData ofConfig(Tasks tasks) {
        if (CocoFormat.isOf(source)) {
            throw wrong(source + " is an annotation file: name the folder of its images, too (--images FOLDER)");
        }
        return ConfiguredData.load(tasks, source, overrides.values());
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
