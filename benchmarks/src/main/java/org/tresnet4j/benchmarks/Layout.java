package org.tresnet4j.benchmarks;

import java.nio.file.Path;

/**
 * Where things lie.
 *
 * @param home the folder of this module
 */
record Layout(Path home) {

    Path script(String name) {
        return home.resolve("src").resolve("main").resolve("python").resolve(name);
    }

    Path target() {
        return home.resolve("target");
    }

    Path logs() {
        return target().resolve("logs");
    }

    Path exported() {
        return target().resolve("exported");
    }

    /** What DJL unpacks its native libraries into. */
    Path djlCache() {
        return target().resolve("djl");
    }

    Path shapes() {
        return target().resolve("shapes");
    }

    Path results(String ending) {
        return target().resolve("results." + ending);
    }
}
