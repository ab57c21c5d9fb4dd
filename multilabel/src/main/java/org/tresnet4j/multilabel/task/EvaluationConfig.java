package org.tresnet4j.multilabel.task;

import org.tresnet4j.runner.config.Key;

/** How predictions are judged. */
public record EvaluationConfig(
        @Key(value = "a label is predicted where its probability is greater", defaultValue = "0.5", min = 0, below = 1)
        double threshold) {}
