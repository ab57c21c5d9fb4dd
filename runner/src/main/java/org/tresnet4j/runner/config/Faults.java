package org.tresnet4j.runner.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers everything that is wrong, so that it is reported at once. */
final class Faults {

    /** In the order of the file, then the command line's. */
    private static final Comparator<Located> BY_PLACE = Comparator.comparing(
                    (Located located) -> located.origin().line() == 0)
            .thenComparing(located -> located.origin().line());

    private final List<Located> found = new ArrayList<>();

    private record Located(Origin origin, ConfigException.Fault fault) {}

    void add(Origin origin, String key, String problem) {
        found.add(new Located(origin, new ConfigException.Fault(origin.toString(), key, problem)));
    }

    int count() {
        return found.size();
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ConfigException(
                    found.stream().sorted(BY_PLACE).map(Located::fault).toList());
        }
    }

    static ConfigException single(Origin origin, String problem) {
        return new ConfigException(List.of(new ConfigException.Fault(origin.toString(), "", problem)));
    }
}
