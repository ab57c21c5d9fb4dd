package org.tresnet4j.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The option {@code --set}. */
final class Overrides {

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Set a key of the configuration, e.g. --set train.epochs=3; may be repeated.")
    private List<String> values = new ArrayList<>();

    List<String> values() {
        return List.copyOf(values);
    }
}
