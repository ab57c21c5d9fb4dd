package org.tresnet4j.runner.config;

import java.util.List;
import java.util.stream.Collectors;
import org.tresnet4j.runner.spi.TaskException;

/** A configuration that cannot be used; the message has one line for each fault found. */
public final class ConfigException extends TaskException {

    private static final long serialVersionUID = 1L;

    private final transient List<Fault> faults;

    ConfigException(List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining(System.lineSeparator())));
        this.faults = List.copyOf(faults);
    }

    /** Faults that a task finds in its own section, each with its place: {@link org.tresnet4j.runner.spi.Places}. */
    public static ConfigException of(Fault... faults) {
        return new ConfigException(List.of(faults));
    }

    /** Every fault; those of reading in the order of the file, with those of the command line last. */
    public List<Fault> faults() {
        return faults;
    }

    /**
     * One thing wrong with a configuration.
     *
     * @param where file and line, or the {@code --set} that was given
     * @param key the dotted key; empty when the fault concerns the whole file
     * @param problem what is wrong and how to cure it
     */
    public record Fault(String where, String key, String problem) {

        @Override
        public String toString() {
            return key.isEmpty() ? where + ": " + problem : where + ": " + key + ": " + problem;
        }
    }
}
