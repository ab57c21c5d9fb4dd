package org.tresnet4j.cli;

import java.nio.file.Path;
import org.tresnet4j.datasets.coco.CocoFormat;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the argument CONFIG, where annotation files are often given by mistake. */
final class ConfigFile implements ITypeConverter<Path> {

    @Override
    public Path convert(String value) {
        Path file = Path.of(value);
        if (CocoFormat.isOf(file)) {
            throw new TypeConversionException(file
                    + " is an annotation file, not a recipe; name the YAML file that has it as data.train.annotations");
        }
        return file;
    }
}
