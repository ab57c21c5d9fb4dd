package org.tresnet4j.runner.toy;

import java.util.List;
import java.util.Optional;
import org.tresnet4j.runner.config.Key;

/** Two sections, as a real task has. */
public record ToyConfig(
        @Key("the network") Model model, @Key("the points") Data data) {

    public record Model(
            @Key(value = "hidden units", defaultValue = "8", min = 1)
            int hidden,

            @Key(value = "share of hidden units dropped", defaultValue = "0", min = 0, below = 1)
            double dropout) {}

    public record Data(
            @Key(value = "points in a batch", defaultValue = "8", min = 1)
            int batch,

            @Key(value = "batches in an epoch", defaultValue = "5", min = 1)
            int batches,

            @Key(value = "class names", defaultValue = "[inner, outer]")
            List<String> names,

            @Key(value = "iteration whose points are not numbers")
            Optional<Integer> brokenAt) {}
}
