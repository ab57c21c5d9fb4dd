package org.tresnet4j.runner.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.nativeblas.NativeOpsHolder;

class ComputeThreadsTest {

    @Test
    void areFewerForAWhile() {
        int before = threads();
        assertThat(ComputeThreads.during(Optional.of(1), ComputeThreadsTest::threads))
                .isEqualTo(1);
        assertThat(threads()).isEqualTo(before);
    }

    @Test
    void stayAsTheyAreUnlessSaid() {
        assertThat(ComputeThreads.during(Optional.empty(), ComputeThreadsTest::threads))
                .isEqualTo(threads());
    }

    private static int threads() {
        return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
    }
}
