package org.tresnet4j.benchmarks;

import org.tresnet4j.benchmarks.protocol.Request;

/**
 * How many steps a contender takes.
 *
 * @param warmUp before its first round
 * @param request in every round
 */
record Pace(int warmUp, Request request) {

    /** For steps of about a second. */
    static final Pace TRAINING = new Pace(3, new Request(1, 3));

    /** For steps of about a tenth of that. */
    static final Pace INFERENCE = new Pace(5, new Request(2, 7));

    /** For steps of many seconds, beside which what the others left in the caches does not matter. */
    static final Pace SLOW = new Pace(1, new Request(0, 1));
}
