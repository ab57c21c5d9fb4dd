package org.tresnet4j.runner.config;

/**
 * Where a configuration value was written.
 *
 * @param source a file name, or {@code --set} with its text
 * @param line counted from 1; 0 when the source has no lines
 */
record Origin(String source, int line) {

    static Origin commandLine(String override) {
        return new Origin("--set " + override, 0);
    }

    @Override
    public String toString() {
        return line > 0 ? source + ":" + line : source;
    }
}
