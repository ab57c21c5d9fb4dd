package org.tresnet4j.multilabel.task;

import org.tresnet4j.multilabel.head.DecoderSize;
import org.tresnet4j.runner.config.Key;

/** The ML-Decoder head (2111.12933); the defaults are the paper's. */
public record DecoderConfig(
        @Key(
                value = "queries, each for as many classes; more than classes are as many as classes",
                defaultValue = "100",
                min = 1)
        int groups,

        @Key(value = "numbers of a query and of an embedded position", defaultValue = "768", min = 1)
        int width,

        @Key(value = "heads of the attention, a divisor of the width", defaultValue = "8", min = 1)
        int heads,

        @Key(value = "width inside the feed-forward part", defaultValue = "2048", min = 1)
        int hidden,

        @Key(value = "probability that a number is dropped in training", defaultValue = "0.1", min = 0, below = 1)
        double dropout) {

    public DecoderConfig {
        new DecoderSize(groups, width, heads, hidden);
    }

    DecoderSize size() {
        return new DecoderSize(groups, width, heads, hidden);
    }
}
