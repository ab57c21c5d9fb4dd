package org.tresnet4j.runner.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.tresnet4j.runner.spi.TaskProvider;

/** What may stand in a task's configuration, the runner's keys and the task's, by dotted name. */
public final class ConfigKeys {

    private final Map<String, KeySchema> byName = new LinkedHashMap<>();

    private ConfigKeys() {}

    /** The keys of one task's files. */
    public static ConfigKeys of(TaskProvider<?> provider) {
        ConfigKeys keys = new ConfigKeys();
        keys.add("", RecordSchema.of(RunConfig.class));
        keys.add("", RecordSchema.of(provider.configType()));
        return keys;
    }

    private void add(String prefix, RecordSchema<?> schema) {
        for (KeySchema key : schema.keys()) {
            byName.put(prefix + key.name(), key);
            key.section().ifPresent(section -> add(prefix + key.name() + ".", RecordSchema.of(section)));
        }
    }

    /** The key of that dotted name. */
    public Optional<KeySchema> find(String dotted) {
        return Optional.ofNullable(byName.get(dotted));
    }

    /**
     * The keys directly in a section, in their order.
     *
     * @param dotted the section; empty for the top level
     */
    public List<KeySchema> in(String dotted) {
        return byName.entrySet().stream()
                .filter(entry -> parent(entry.getKey()).equals(dotted))
                .map(Map.Entry::getValue)
                .toList();
    }

    /**
     * What a name that is in none of several tasks was probably meant to be: a name like it in its section, the same name in
     * another section, or a name like it anywhere.
     */
    public static Optional<String> nearest(String dotted, List<ConfigKeys> tasks) {
        Stream<Function<ConfigKeys, Optional<String>>> ways = Stream.of(
                keys -> keys.sibling(dotted),
                keys -> keys.named(last(dotted)),
                keys -> Spelling.nearest(dotted, keys.byName.keySet()),
                keys -> keys.nearlyNamed(last(dotted)));
        return ways.flatMap(way -> tasks.stream().map(way).flatMap(Optional::stream))
                .findFirst();
    }

    private Optional<String> sibling(String dotted) {
        List<String> names = in(parent(dotted)).stream().map(KeySchema::name).toList();
        String prefix = dotted.substring(0, dotted.length() - last(dotted).length());
        return Spelling.nearest(last(dotted), names).map(name -> prefix + name);
    }

    private Optional<String> nearlyNamed(String name) {
        List<String> names = byName.keySet().stream().map(ConfigKeys::last).toList();
        return Spelling.nearest(name, names).flatMap(this::named);
    }

    private Optional<String> named(String name) {
        return byName.keySet().stream().filter(key -> last(key).equals(name)).findFirst();
    }

    private static String parent(String dotted) {
        return dotted.substring(0, Math.max(dotted.lastIndexOf('.'), 0));
    }

    private static String last(String dotted) {
        return dotted.substring(dotted.lastIndexOf('.') + 1);
    }
}
