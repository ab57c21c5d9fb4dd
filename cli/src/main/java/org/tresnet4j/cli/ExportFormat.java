package org.tresnet4j.cli;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;
import org.tresnet4j.backbone.weights.Naming;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What {@code export} writes. */
enum ExportFormat {
    SAFETENSORS("safetensors", Optional.of(Naming.OFFICIAL)),
    TIMM("timm", Optional.of(Naming.TIMM)),
    OFFICIAL_NAMES("official-names", Optional.of(Naming.OFFICIAL)),
    ONNX("onnx", Optional.empty());

    private final String word;
    private final Optional<Naming> naming;

    ExportFormat(String word, Optional<Naming> naming) {
        this.word = word;
        this.naming = naming;
    }

    /** The names in a safetensors file; empty for a format that is none. */
    Optional<Naming> naming() {
        return naming;
    }

    static final class Converter implements ITypeConverter<ExportFormat> {

        @Override
        public ExportFormat convert(String value) {
            return Arrays.stream(values())
                    .filter(format -> format.word.equals(value))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + value + "' is none of "
                            + Arrays.stream(values()).map(format -> format.word).collect(Collectors.joining(", "))));
        }
    }
}
