package org.tresnet4j.datasets.transform;

import java.util.random.RandomGenerator;

/** What happens with a probability. */
final class Chance {

    private Chance() {}

    /**
     * @param owner named in the error
     * @throws IllegalArgumentException if the probability is not in [0, 1]
     */
    static void check(String owner, double probability) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(owner + ": probability is " + probability + ", expected 0 to 1");
        }
    }

    static boolean strikes(double probability, RandomGenerator random) {
        return random.nextDouble() < probability;
    }

    /** Uniformly distributed. */
    static double between(double least, double most, RandomGenerator random) {
        return least + (most - least) * random.nextDouble();
    }
}
