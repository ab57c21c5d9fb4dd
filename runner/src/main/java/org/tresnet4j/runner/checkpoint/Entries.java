package org.tresnet4j.runner.checkpoint;

import org.deeplearning4j.util.ModelSerializer;

/** The entries of the zip file; the first three are DL4J's. */
final class Entries {

    static final String CONFIGURATION = ModelSerializer.CONFIGURATION_JSON;
    static final String COEFFICIENTS = ModelSerializer.COEFFICIENTS_BIN;
    static final String UPDATER = ModelSerializer.UPDATER_BIN;
    static final String INFO = "tresnet4j.json";
    static final String AVERAGE = "ema.bin";

    private Entries() {}
}
