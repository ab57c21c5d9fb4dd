package org.tresnet4j.datasets.transform;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Several transforms, one after the other.
 *
 * @param steps in the order they are applied; none leaves the sample as it is
 */
public record Compose(List<Transform> steps) implements Transform {

    public Compose {
        steps = List.copyOf(steps);
    }

    public static Compose of(Transform... steps) {
        return new Compose(List.of(steps));
    }

    @Override
    public Sample apply(Sample sample, RandomGenerator random) {
        Sample current = sample;
        try {
            for (Transform step : steps) {
                current = step.apply(current, random);
            }
            return current;
        } catch (RuntimeException | Error e) {
            // the caller only knows the first sample
            current.close();
            throw e;
        }
    }
}
