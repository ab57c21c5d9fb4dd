package org.tresnet4j.backbone;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.profiler.ProfilerConfig;

/** ND4J's checks of arrays that outlive their workspaces, on in each test. */
final class WorkspaceChecks implements BeforeEachCallback, AfterEachCallback {

    @Override
    public void beforeEach(ExtensionContext context) {
        Nd4j.getExecutioner()
                .setProfilingConfig(
                        ProfilerConfig.builder().checkWorkspaces(true).build());
    }

    @Override
    public void afterEach(ExtensionContext context) {
        stop();
    }

    /** For the rest of a test. */
    static void stop() {
        Nd4j.getExecutioner().setProfilingConfig(ProfilerConfig.builder().build());
    }
}
