package org.tresnet4j.spark;

/**
 * How a training is divided.
 *
 * @param number of networks trained side by side
 * @param averagingFrequency steps of each between two averagings
 */
record Workers(int number, int averagingFrequency) {

    /** Iterations of an epoch: its batches, so many at a time. */
    int iterations(int batches) {
        return (batches - 1) / number + 1;
    }
}
