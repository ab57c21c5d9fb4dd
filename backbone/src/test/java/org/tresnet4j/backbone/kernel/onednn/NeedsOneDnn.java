package org.tresnet4j.backbone.kernel.onednn;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a class of tests where oneDNN does not load, and says why. */
public final class NeedsOneDnn implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext context) {
        assumeTrue(
                OneDnn.obstacle().isEmpty(),
                () -> "skipped: " + OneDnn.obstacle().orElseThrow());
    }
}
