package org.tresnet4j.spark.worker;

import java.io.Serializable;

/**
 * What a worker did in a round.
 *
 * @param worker counted from 0
 * @param steps it did
 * @param images it learnt from
 * @param lossSum over its steps
 * @param waitNanos spent waiting for batches
 * @param stepNanos spent computing
 */
public record WorkerReport(int worker, int steps, long images, double lossSum, long waitNanos, long stepNanos)
        implements Serializable {}
