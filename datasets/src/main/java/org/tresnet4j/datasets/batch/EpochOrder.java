package org.tresnet4j.datasets.batch;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The chance of a training run, as pure functions: the order of an epoch depends on the seed and the epoch, the augmentation
 * of an example on the seed, the epoch and the example. A run that resumes at epoch 7 sees what it would have seen.
 *
 * @param seed of the run
 */
public record EpochOrder(long seed) {

    /** 2⁶⁴ divided by the golden ratio, SplitMix64's increment. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    /** Keeps the stream of the order apart from that of the example with index −1, −2, … */
    private static final long ORDER = 0x6F72646572L;

    private static final long EXAMPLE = 0x6578616D706C65L;

    private static final long BATCH = 0x6261746368L;

    /** The examples 0 to size−1 in the order of the epoch, every permutation being equally likely. */
    public int[] shuffled(int size, int epoch) {
        RandomGenerator random = new SplittableRandom(mix(mix(seed, ORDER), epoch));
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** The random numbers for one example in one epoch, from their beginning. */
    public RandomGenerator random(int epoch, int example) {
        return new SplittableRandom(mix(mix(mix(seed, EXAMPLE), epoch), example));
    }

    /** The random numbers for the batch in one epoch that begins with that example, from their beginning. */
    RandomGenerator batchRandom(int epoch, int first) {
        return new SplittableRandom(mix(mix(mix(seed, BATCH), epoch), first));
    }

    /** SplitMix64's finaliser (Steele, Lea and Flood 2014): neighbouring inputs give unrelated outputs. */
    private static long mix(long state, long value) {
        long z = (state ^ value * GOLDEN) + GOLDEN;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
