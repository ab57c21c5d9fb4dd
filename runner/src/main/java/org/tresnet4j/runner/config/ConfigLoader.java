package org.tresnet4j.runner.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.tresnet4j.runner.spi.TaskProvider;

/**
 * Reads YAML files into {@link Experiment}s. Relative paths in a file are relative to the working directory, as they
 * are on the command line.
 */
public final class ConfigLoader {

    private static final String TASK = "task";

    private final Tasks tasks;

    public ConfigLoader(Tasks tasks) {
        this.tasks = Objects.requireNonNull(tasks, "tasks");
    }

    /**
     * Reads a file and lays the overrides over it.
     *
     * @param overrides {@code key=value} with dotted keys
     * @throws ConfigException with every fault found
     */
    public Experiment<?> load(Path file, List<String> overrides) {
        return parse(file.toString(), text(file), overrides);
    }

    /**
     * Reads a text, for example the one a checkpoint carries.
     *
     * @param source what to call it in errors
     */
    public Experiment<?> parse(String source, String yaml, List<String> overrides) {
        Faults faults = new Faults();
        Node.Section document = new YamlReader(source, faults).document(yaml);
        Overrides.apply(document, overrides, faults);
        Optional<TaskProvider<?>> provider = provider(document, source, faults);
        if (provider.isEmpty()) {
            // without the task its keys are unknown, but the runner's can be checked
            RecordSchema<RunConfig> schema = RecordSchema.of(RunConfig.class);
            document.entries().put(TASK, new Node.Scalar(document.origin(), "reported"));
            new Binder(faults, schema.dottedKeys()).bind(document, "", schema);
            faults.throwIfAny();
        }
        return bind(document, provider.orElseThrow(), faults);
    }

    private static <C extends Record> Experiment<C> bind(
            Node.Section document, TaskProvider<C> provider, Faults faults) {
        RecordSchema<RunConfig> runSchema = RecordSchema.of(RunConfig.class);
        RecordSchema<C> taskSchema = RecordSchema.of(provider.configType());
        taskSchema.names().stream()
                .filter(runSchema.names()::contains)
                .findFirst()
                .ifPresent(name -> {
                    throw new IllegalStateException(provider.getClass().getName() + " uses the top-level key '" + name
                            + "', which is the runner's");
                });
        List<RecordSchema<?>> schemas = List.of(runSchema, taskSchema);
        Binder binder = new Binder(faults, Binder.dottedKeys(schemas));
        binder.checkUnknown(document, "", schemas);
        Optional<RunConfig> run = binder.bind(document, "", runSchema);
        Optional<C> task = binder.bind(document, "", taskSchema);
        faults.throwIfAny();
        return new Experiment<>(
                run.orElseThrow(),
                provider,
                task.orElseThrow(),
                key -> document.innermost(key).origin().toString());
    }

    private Optional<TaskProvider<?>> provider(Node.Section document, String source, Faults faults) {
        Node node = document.entries().get(TASK);
        String known = tasks.names().isEmpty()
                ? "no task is on the class path"
                : "known tasks: " + String.join(", ", tasks.names());
        if (!(node instanceof Node.Scalar scalar)) {
            Origin origin = node == null ? new Origin(source, 1) : node.origin();
            faults.add(origin, TASK, "names the task to run and is required; " + known);
            return Optional.empty();
        }
        Optional<TaskProvider<?>> provider = tasks.find(scalar.text());
        if (provider.isEmpty()) {
            String near = Spelling.nearest(scalar.text(), tasks.names())
                    .map(name -> "; did you mean " + name + "?")
                    .orElse("");
            faults.add(scalar.origin(), TASK, "unknown task " + scalar.describe() + "; " + known + near);
        }
        return provider;
    }

    private static String text(Path file) {
        Origin origin = new Origin(file.toString(), 0);
        if (!Files.isRegularFile(file)) {
            throw Faults.single(
                    origin,
                    Files.exists(file)
                            ? "is not a file; name the YAML file itself"
                            : "does not exist (looked in " + Path.of("").toAbsolutePath() + ")");
        }
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw Faults.single(origin, "is not UTF-8 text; save it as UTF-8");
        } catch (IOException e) {
            throw Faults.single(origin, "cannot be read: " + e);
        }
    }
}
