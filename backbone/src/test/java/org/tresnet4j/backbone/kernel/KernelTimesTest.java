package org.tresnet4j.backbone.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class KernelTimesTest {

    @Test
    void tellsPartsAndKindsApart() {
        KernelTimes times = KernelTimes.of(2, () -> {
            part("body", () -> add());
            part("head", () -> Math.sqrt(2));
        });
        assertThat(times.millis().rowKeySet()).containsExactlyInAnyOrder("body", "head");
        assertThat(times.millis().row("body")).containsOnlyKeys("residual sum", KernelTimes.OUTSIDE);
        assertThat(times.millis().row("head")).containsOnlyKeys(KernelTimes.OUTSIDE);
        assertThat(times.millis().values()).allMatch(millis -> millis >= 0);
        assertThat(times.millis().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isLessThanOrEqualTo(times.totalMillis());
    }

    @Test
    void withoutARecordingAPartIsJustDone() throws Throwable {
        assertThat(KernelTimes.<Integer>part("body", () -> 7)).isEqualTo(7);
    }

    private static INDArray add() {
        INDArray maps = Nd4j.ones(DataType.FLOAT, 1, 2, 3, 3);
        return KernelSelection.of(maps).add(maps, maps, new PlainMemory());
    }

    private static void part(String name, KernelTimes.Work<Object> work) {
        try {
            KernelTimes.part(name, work);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
