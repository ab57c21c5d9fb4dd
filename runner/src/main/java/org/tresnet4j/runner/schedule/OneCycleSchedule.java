package org.tresnet4j.runner.schedule;

import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Up and down once, by cosines: PyTorch's {@code OneCycleLR(anneal_strategy="cos", three_phase=False)}. With T
 * iterations the first value is peak/startDivisor at 0, the peak is at riseFraction·T − 1 and the last value,
 * peak/startDivisor/endDivisor, at T − 1 and after. Between two of these, at the part p of the way from a to b, the
 * value is b + (a − b)/2·(1 + cos πp). (Smith and Topin, arXiv 1708.07120.)
 *
 * @param peak the largest value
 * @param iterations T, at least 1
 * @param riseFraction the part of T in which the value rises, in (0, 1)
 * @param startDivisor of the peak
 * @param endDivisor of the first value
 */
public record OneCycleSchedule(
        @JsonProperty("peak") double peak,
        @JsonProperty("iterations") long iterations,
        @JsonProperty("riseFraction") double riseFraction,
        @JsonProperty("startDivisor") double startDivisor,
        @JsonProperty("endDivisor") double endDivisor)
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
        double first = peak / startDivisor;
        double last = first / endDivisor;
        double top = riseFraction * iterations - 1;
        double end = iterations - 1;
        if (iteration >= end) {
            return last;
        }
        // a rise shorter than one iteration has no way up: start at the top
        return iteration <= top && top > 0
                ? between(first, peak, iteration / top)
                : between(peak, last, (iteration - Math.max(top, 0)) / (end - Math.max(top, 0)));
    }

    private static double between(double from, double to, double part) {
        return to + (from - to) / 2 * (1 + Math.cos(Math.PI * part));
    }
}
