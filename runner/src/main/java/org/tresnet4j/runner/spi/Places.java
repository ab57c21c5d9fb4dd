package org.tresnet4j.runner.spi;

/** Where the keys of a configuration are written, for faults that show only when it is used, as a file that is not there. */
@FunctionalInterface
public interface Places {

    /** Of a configuration that no text says. */
    Places UNKNOWN = key -> "configuration";

    /**
     * How messages name the place of a key.
     *
     * @param key dotted; where it is not written, its section's place is given
     * @return file and line, or the {@code --set} that was given
     */
    String of(String key);
}
