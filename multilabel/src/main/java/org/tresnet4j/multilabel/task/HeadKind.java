package org.tresnet4j.multilabel.task;

/** What turns the backbone's last maps into a logit for each class. */
public enum HeadKind {
    /** Pooling and a fully connected layer. */
    LINEAR,
    /** Queries that look at the positions of the map (2111.12933). */
    ML_DECODER
}
