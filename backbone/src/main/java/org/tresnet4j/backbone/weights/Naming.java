package org.tresnet4j.backbone.weights;

import java.util.Arrays;

/** What TResNet's parameters are called, and how the normalisation's scale is stored, in files of others. */
public enum Naming {
    /** The authors' names; the scale w acts as |w| + 1e-5, as in this project's networks. */
    OFFICIAL("body.conv1.0.weight", "the authors' names"),
    /** The names of timm since 0.9; the scale is the one that acts. */
    TIMM("body.conv1.conv.weight", "timm's names");

    private final String mark;
    private final String description;

    Naming(String mark, String description) {
        this.mark = mark;
        this.description = description;
    }

    /** In words. */
    String describe() {
        return description;
    }

    /**
     * Tells whose names these are.
     *
     * @throws WeightsException if nobody's
     */
    static Naming of(StateDict weights) {
        return Arrays.stream(values())
                .filter(naming -> weights.tensors().containsKey(naming.mark))
                .findFirst()
                .orElseThrow(() -> new WeightsException(weights.source() + ": holds no TResNet: it has neither "
                        + OFFICIAL.mark + " (the authors' names) nor " + TIMM.mark + " (timm's); it begins with "
                        + String.join(
                                ", ",
                                weights.tensors().keySet().stream()
                                        .limit(3)
                                        .map(PickleReader::shown)
                                        .toList())));
    }
}
