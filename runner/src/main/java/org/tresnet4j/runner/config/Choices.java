package org.tresnet4j.runner.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The YAML spelling of enum constants: {@code ONE_CYCLE} is {@code one-cycle}. */
final class Choices {

    private Choices() {}

    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> names(Class<?> type) {
        return constants(type).stream().map(Choices::name).toList();
    }

    static Optional<Enum<?>> find(Class<?> type, String name) {
        return constants(type).stream()
                .filter(constant -> name(constant).equals(name))
                .findFirst();
    }

    private static List<Enum<?>> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .<Enum<?>>map(constant -> (Enum<?>) constant)
                .toList();
    }
}
