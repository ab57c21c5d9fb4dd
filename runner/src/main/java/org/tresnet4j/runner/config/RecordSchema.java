package org.tresnet4j.runner.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What may stand in a section: the keys of a configuration record.
 *
 * @param type the record
 * @param keys in the order of its components
 * @param <R> the record
 */
public record RecordSchema<R extends Record>(Class<R> type, List<KeySchema> keys) {

    public RecordSchema {
        keys = List.copyOf(keys);
    }

    /**
     * Reads the annotations of a record.
     *
     * @throws IllegalStateException when a component has no {@link Key}, or one that depends on no earlier component
     */
    public static <R extends Record> RecordSchema<R> of(Class<R> type) {
        List<KeySchema> keys = new ArrayList<>();
        Set<String> earlier = new HashSet<>();
        for (RecordComponent component : type.getRecordComponents()) {
            KeySchema key = KeySchema.of(component);
            if (key.condition()
                    .filter(when -> !earlier.contains(when.sibling()))
                    .isPresent()) {
                throw new IllegalStateException(
                        type.getName() + "." + key.name() + " depends on a component that is not before it: "
                                + key.condition().get());
            }
            earlier.add(key.name());
            keys.add(key);
        }
        return new RecordSchema<>(type, keys);
    }

    /** Every key of this section and those below it, dotted, in the order of the records. */
    public List<String> dottedKeys() {
        return keys.stream()
                .flatMap(key -> Stream.concat(
                        Stream.of(key.name()),
                        key.section().stream()
                                .flatMap(section -> RecordSchema.of(section).dottedKeys().stream())
                                .map(below -> key.name() + "." + below)))
                .toList();
    }

    List<String> names() {
        return keys.stream().map(KeySchema::name).toList();
    }

    /**
     * Makes the record.
     *
     * @throws IllegalArgumentException what the record's own constructor objects to
     */
    R construct(List<Object> values) {
        Class<?>[] parameters = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            Constructor<R> constructor = type.getDeclaredConstructor(parameters);
            constructor.setAccessible(true);
            return constructor.newInstance(values.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(type.getName() + " cannot be constructed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + " cannot be constructed", e);
        }
    }

    Object valueOf(Record instance, KeySchema key) {
        try {
            var accessor = type.getDeclaredMethod(key.name());
            accessor.setAccessible(true);
            return accessor.invoke(instance);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName() + "." + key.name() + " cannot be read", e);
        }
    }
}
