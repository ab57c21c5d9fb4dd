package org.tresnet4j.tasks;

/** Which part of data whose files hold several. */
public enum SplitPart {
    TRAIN,
    VALIDATION,
    /** Both, as published results of Flowers are learnt from. */
    TRAIN_AND_VALIDATION,
    TEST
}
