package org.tresnet4j.cli;

import com.google.common.base.Enums;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.tresnet4j.backbone.kernel.Computation;
import org.tresnet4j.backbone.kernel.KernelChoice;
import org.tresnet4j.backbone.kernel.Precision;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The keys of a configuration that say how a network computes, without a configuration. */
final class ComputationSettings {

    private static final String KERNELS = "kernels";
    private static final String PRECISION = "precision";
    private static final String CHECKPOINTING = "checkpointing";
    private static final List<String> KEYS = List.of(KERNELS, PRECISION, CHECKPOINTING);

    private enum Switch {
        FALSE,
        TRUE
    }

    private final Map<String, String> values;

    private ComputationSettings(Map<String, String> values) {
        this.values = values;
    }

    /**
     * What {@code KEY=VALUE} settings say.
     *
     * @throws ParameterException for another key, or a value that it does not have
     */
    static Computation of(List<String> settings, CommandLine command) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            String key = equals < 0 ? setting : setting.substring(0, equals);
            if (equals < 0 || !KEYS.contains(key)) {
                throw new ParameterException(
                        command,
                        "--set " + key + ": expected " + String.join("=VALUE, ", KEYS)
                                + "=VALUE; other keys need a CONFIG");
            }
            values.put(key, setting.substring(equals + 1));
        }
        return new ComputationSettings(values).value(command);
    }

    private Computation value(CommandLine command) {
        return new Computation(
                choice(command, KERNELS, KernelChoice.class, Computation.DEFAULT.kernels()),
                choice(command, PRECISION, Precision.class, Computation.DEFAULT.precision()),
                choice(command, CHECKPOINTING, Switch.class, Switch.FALSE) == Switch.TRUE);
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
