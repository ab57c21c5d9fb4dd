package org.tresnet4j.runner.device;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the launcher starts Java, for those who start their own.
 *
 * @param environment variables with their values, in the order in which they are told
 * @param options of the virtual machine; empty if it was not the launcher that started it
 */
record LaunchSettings(List<String> environment, List<String> options) {

    /** What the launcher sets beside {@link Memory#TUNABLES}, whose value does not depend on the machine. */
    private static final List<String> VARIABLES = List.of("OMP_WAIT_POLICY", "GOMP_SPINCOUNT");

    /** The property by which the launcher tells where it is. */
    private static final String HOME = "-Dtresnet.home=";

    /**
     * Those of a process.
     *
     * @param environment its variables
     * @param arguments those of its virtual machine
     */
    static LaunchSettings of(Map<String, String> environment, List<String> arguments) {
        boolean launched = arguments.stream().anyMatch(argument -> argument.startsWith(HOME));
        return new LaunchSettings(
                Stream.concat(
                                Stream.of(Memory.TUNABLES + "=" + Memory.RECOMMENDED),
                                VARIABLES.stream()
                                        .filter(name -> launched && environment.containsKey(name))
                                        .map(name -> name + "=" + environment.get(name)))
                        .toList(),
                launched
                        ? arguments.stream()
                                .filter(argument -> !argument.startsWith(HOME))
                                .toList()
                        : List.of());
    }

    /** Lines for a terminal, each value on its own to be copied. */
    String render() {
        List<String> lines = new ArrayList<>();
        lines.add("to start Java yourself as bin/tresnet does:");
        lines.add("  environment");
        environment.forEach(variable -> lines.add("    " + variable));
        lines.add("  options of java");
        if (options.isEmpty()) {
            lines.add("    depend on the machine: bin/tresnet doctor tells them");
        }
        options.forEach(option -> lines.add("    " + option));
        return lines.stream().collect(Collectors.joining(System.lineSeparator()));
    }
}
