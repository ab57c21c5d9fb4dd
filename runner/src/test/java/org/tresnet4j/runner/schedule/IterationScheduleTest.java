package org.tresnet4j.runner.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.deeplearning4j.nn.conf.serde.JsonMappers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class IterationScheduleTest {

    static List<Schedule> all() {
        return List.of(
                new ConstantSchedule(0.1),
                new OneCycleSchedule(4e-6, 1e-4, 4e-10, 20, 0.2),
                new PolynomialSchedule(0.1, 0.9, 50),
                new ExponentialSchedule(1e-6, 1, 50),
                new CosineSchedule(0.1, 0.001, 50),
                new StepSchedule(0.02, 0.1, List.of(8L, 11L)),
                new WarmUp(new StepSchedule(0.02, 0.1, List.of()), 500, 0.001));
    }

    @ParameterizedTest
    @MethodSource("all")
    void survivesTheJsonOfNetworkConfigurations(Schedule schedule) throws IOException {
        ObjectMapper mapper = JsonMappers.getMapper();
        IterationSchedule bridge = new IterationSchedule(schedule);
        assertThat(mapper.readValue(mapper.writeValueAsString(bridge), ISchedule.class))
                .isEqualTo(bridge);
    }

    @ParameterizedTest
    @MethodSource("all")
    void survivesJavaSerialisation(Schedule schedule) throws IOException, ClassNotFoundException {
        IterationSchedule bridge = new IterationSchedule(schedule);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(bridge);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(bridge);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void givesTheValueOfTheIteration(Schedule schedule) {
        assertThat(new IterationSchedule(schedule).valueAt(7, 3)).isEqualTo(schedule.at(7));
    }
}
