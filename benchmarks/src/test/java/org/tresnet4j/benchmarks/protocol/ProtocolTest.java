package org.tresnet4j.benchmarks.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProtocolTest {

    @Test
    void requestsSurviveTheLine() {
        Request request = new Request(1, 3);
        assertThat(request.line()).isEqualTo("measure 1 3");
        assertThat(Request.parse(request.line())).isEqualTo(request);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "measure", "measure 1", "measure -1 3", "measure 1 0", "measure 1 3 5", "stop"})
    void refusesOtherRequests(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> Request.parse(line));
    }

    @Test
    void measurementsSurviveTheLine() {
        Measurement measurement = new Measurement(12.5, Optional.of(640.25), Optional.of(386.5));
        assertThat(Measurement.parse(measurement.line())).contains(measurement);
    }

    @Test
    void memoryMayBeUnknown() {
        Measurement measurement = new Measurement(12.5, Optional.empty(), Optional.empty());
        assertThat(measurement.line()).isEqualTo("{\"millis\":12.5}");
        assertThat(Measurement.parse(measurement.line())).contains(measurement);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ready", "warning: {x}", "{}", "{\"millis\":\"fast\"}", "[1]", "17"})
    void passesOverTheNoiseOfLibraries(String line) {
        assertThat(Measurement.parse(line)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"millis\":0}", "{\"millis\":-1.5}"})
    void refusesTimesThatCannotBe(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> Measurement.parse(line));
    }
}
