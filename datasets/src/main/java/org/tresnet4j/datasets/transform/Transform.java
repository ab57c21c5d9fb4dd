package org.tresnet4j.datasets.transform;

import java.util.random.RandomGenerator;

/**
 * A change of a picture and its boxes. A pure function of the sample and the random numbers, safe for several threads: that
 * is what makes batches the same for any number of them.
 */
@FunctionalInterface
public interface Transform {

    /**
     * @param sample taken over: afterwards only the result may be used, which may be the same object or share its pixels
     * @param random the only source of chance
     */
    Sample apply(Sample sample, RandomGenerator random);
}
