package org.tresnet4j.runner.schedule;

import java.io.Serializable;
import org.nd4j.shade.jackson.annotation.JsonTypeInfo;

/** A number, usually the learning rate, as a pure function of the iteration. */
@FunctionalInterface
@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "@class")
public interface Schedule extends Serializable {

    /**
     * The value for an iteration.
     *
     * @param iteration counted from 0
     */
    double at(long iteration);
}
