package org.tresnet4j.runner.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;

/**
 * One key of a section.
 *
 * @param name as written in YAML
 * @param type of the record component
 * @param doc what it means
 * @param defaultValue as written in YAML; empty for required keys, nested sections and optionals
 * @param range of numbers
 * @param condition when the key has a meaning; empty: always
 */
public record KeySchema(
        String name, Type type, String doc, Optional<String> defaultValue, Range range, Optional<Condition> condition) {

    static KeySchema of(RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        if (key == null) {
            throw new IllegalStateException(component.getDeclaringRecord().getName() + "." + component.getName()
                    + " has no @Key, so it cannot be bound to YAML");
        }
        return new KeySchema(
                component.getName(),
                component.getGenericType(),
                key.value(),
                key.defaultValue().equals(Key.REQUIRED) ? Optional.empty() : Optional.of(key.defaultValue()),
                Range.of(key),
                key.when().isEmpty() ? Optional.empty() : Optional.of(Condition.parse(key.when())));
    }

    /** Whether the key may be left out. */
    public boolean optional() {
        return isOptional(type);
    }

    /** The section's record when the key is a section (or an optional one). */
    public Optional<Class<? extends Record>> section() {
        Type inner = isOptional(type) ? argument(type) : type;
        return inner instanceof Class<?> c && c.isRecord() ? Optional.of(c.asSubclass(Record.class)) : Optional.empty();
    }

    /** What its value must be, in words: {@code a whole number}, {@code one of sgd, adam}, {@code a section}. */
    public String expected() {
        return section().isPresent() ? "a section" : expected(type);
    }

    private static String expected(Type type) {
        Class<?> raw = raw(type);
        if (raw == Optional.class) {
            return expected(argument(type));
        }
        return raw == List.class ? "a list, each item " + expected(argument(type)) : Values.expected(raw);
    }

    static boolean isOptional(Type type) {
        return raw(type) == Optional.class;
    }

    static Class<?> raw(Type type) {
        return type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : (Class<?>) type;
    }

    static Type argument(Type type) {
        return ((ParameterizedType) type).getActualTypeArguments()[0];
    }
}
