package org.tresnet4j.runner.config;

import java.util.ArrayList;
import java.util.List;

/** Gathers everything that is wrong, so that it is reported at once. */
final class Faults {

    private final List<ConfigException.Fault> found = new ArrayList<>();

    void add(Origin origin, String key, String problem) {
        found.add(new ConfigException.Fault(origin.toString(), key, problem));
    }

    int count() {
        return found.size();
    }

    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ConfigException(found);
        }
    }

    static ConfigException single(Origin origin, String problem) {
        return new ConfigException(List.of(new ConfigException.Fault(origin.toString(), "", problem)));
    }
}
