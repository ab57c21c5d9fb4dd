package org.tresnet4j.backbone;

/**
 * What of a backbone does not learn, for fine-tuning with few images.
 *
 * @param stages 0 none, 1 the stem, 2 the stem and the first stage, up to 5 for everything
 * @param statistics whether the normalisation uses its running statistics in training, too, and leaves them as they are:
 *     for small batches
 */
public record Freezing(int stages, boolean statistics) {

    /** Everything learns. */
    public static final Freezing NONE = new Freezing(0, false);

    public Freezing {
        if (stages < 0 || stages > TResNetVariant.STAGES + 1) {
            throw new IllegalArgumentException(
                    "frozen stages are 0 to " + (TResNetVariant.STAGES + 1) + ", not " + stages);
        }
    }

    /** Whether a stage is frozen; -1 is the stem. */
    boolean includes(int stage) {
        return stage + 1 < stages;
    }
}
