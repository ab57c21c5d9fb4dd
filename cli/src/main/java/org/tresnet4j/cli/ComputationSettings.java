package org.tresnet4j.cli;

import com.google.common.base.Enums;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.tresnet4j.backbone.kernel.Computation;
import org.tresnet4j.backbone.kernel.KernelChoice;
import org.tresnet4j.backbone.kernel.Precision;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The keys of a configuration that say how a network computes, without a configuration. */
final class ComputationSettings {

    private static final String KERNELS = "kernels";
    private static final String PRECISION = "precision";

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "kernels=auto|onednn|nd4j or precision=float32|bfloat16; may be repeated.")
    private Map<String, String> values = new LinkedHashMap<>();

    Computation value(CommandLine command) {
        values.keySet().stream()
                .filter(key -> !key.equals(KERNELS) && !key.equals(PRECISION))
                .findFirst()
                .ifPresent(key -> {
                    throw new ParameterException(
                            command, "--set " + key + ": expected " + KERNELS + " or " + PRECISION);
                });
        return new Computation(
                choice(command, KERNELS, KernelChoice.class, Computation.DEFAULT.kernels()),
                choice(command, PRECISION, Precision.class, Computation.DEFAULT.precision()));
    }

    private <E extends Enum<E>> E choice(CommandLine command, String key, Class<E> type, E otherwise) {
        String text = values.get(key);
        if (text == null) {
            return otherwise;
        }
        return Enums.getIfPresent(type, text.toUpperCase(Locale.ROOT))
                .toJavaUtil()
                .orElseThrow(() -> new ParameterException(
                        command,
                        "--set " + key + "=" + text + ": expected "
                                + Arrays.stream(type.getEnumConstants())
                                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))));
    }
}
