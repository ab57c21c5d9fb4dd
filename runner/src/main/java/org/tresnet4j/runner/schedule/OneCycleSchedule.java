package org.tresnet4j.runner.schedule;

import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * There and back once, by cosines: PyTorch's {@code OneCycleLR(anneal_strategy="cos", three_phase=False)}, for the
 * learning rate (up and down) and for the momentum (down and up). With T iterations the value is {@code first} at 0,
 * {@code turn} at riseFraction·T − 1 and {@code last} at T − 1 and after. Between two of these, at the part p of the
 * way from a to b, it is b + (a − b)/2·(1 + cos πp). (Smith and Topin, arXiv 1708.07120.)
 *
 * @param iterations T, at least 1
 * @param riseFraction the part of T before the turn, in (0, 1)
 */
public record OneCycleSchedule(
        @JsonProperty("first") double first,
        @JsonProperty("turn") double turn,
        @JsonProperty("last") double last,
        @JsonProperty("iterations") long iterations,
        @JsonProperty("riseFraction") double riseFraction)
        implements Schedule {

    @JsonCreator
    public OneCycleSchedule {
        if (iterations < 1 || riseFraction <= 0 || riseFraction >= 1) {
            throw new IllegalArgumentException("one-cycle needs iterations >= 1 and riseFraction in (0, 1), got "
                    + iterations + " and " + riseFraction);
        }
    }

    @Override
    public double at(long iteration) {
        double top = riseFraction * iterations - 1;
        double end = iterations - 1;
        if (iteration >= end) {
            return last;
        }
        // a rise shorter than one iteration has no way up: start at the turn
        return iteration <= top && top > 0
                ? between(first, turn, iteration / top)
                : between(turn, last, (iteration - Math.max(top, 0)) / (end - Math.max(top, 0)));
    }

    private static double between(double from, double to, double part) {
        return to + (from - to) / 2 * (1 + Math.cos(Math.PI * part));
    }
}
