package org.tresnet4j.runner.device;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.tresnet4j.runner.config.Device;

class RequiredDeviceTest {

    @Test
    void autoTakesWhatThereIs() {
        assertThatCode(() -> RequiredDevice.check(Device.AUTO, true)).doesNotThrowAnyException();
        assertThatCode(() -> RequiredDevice.check(Device.AUTO, false)).doesNotThrowAnyException();
    }

    @Test
    void cudaNeedsABuildForIt() {
        assertThatThrownBy(() -> RequiredDevice.check(Device.CUDA, true)).hasMessageContaining("-Pcuda");
        assertThatCode(() -> RequiredDevice.check(Device.CUDA, false)).doesNotThrowAnyException();
    }

    @Test
    void cpuNeedsABuildForIt() {
        assertThatThrownBy(() -> RequiredDevice.check(Device.CPU, false)).hasMessageContaining("without -Pcuda");
        assertThatCode(() -> RequiredDevice.check(Device.CPU, true)).doesNotThrowAnyException();
    }
}
