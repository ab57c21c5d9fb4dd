package org.tresnet4j.classification.task;

import org.tresnet4j.datasets.transform.CenterCrop;
import org.tresnet4j.datasets.transform.SquishResize;
import org.tresnet4j.datasets.transform.Transform;
import org.tresnet4j.runner.config.Key;

/** What the network sees of an image in evaluation and prediction. */
public record EvaluationConfig(
        @Key(
                value = "center-crop (the authors' at 224), or squish: the whole image, whatever its ratio (at 448)",
                defaultValue = "center-crop")
        View view,

        @Key(
                value = "the part of the short side that is seen",
                defaultValue = "0.875",
                above = 0,
                max = 1,
                when = "view=center-crop")
        double cropFraction) {

    /** The ways. */
    public enum View {
        /** The middle square. */
        CENTER_CROP,
        /** All of it. */
        SQUISH
    }

    /** From a decoded image to what the network sees. */
    Transform transform(int size) {
        return switch (view) {
            case CENTER_CROP -> new CenterCrop(size, cropFraction);
            case SQUISH -> new SquishResize(size);
        };
    }

    /** {@link #transform} for those who have to do it elsewhere. */
    String inWords(int size) {
        return switch (view) {
            case CENTER_CROP ->
                "short side resized to " + (int) (size / cropFraction) + ", the middle " + size + "x" + size
                        + " cut out";
            case SQUISH -> "the whole image squeezed to " + size + "x" + size;
        };
    }
}
