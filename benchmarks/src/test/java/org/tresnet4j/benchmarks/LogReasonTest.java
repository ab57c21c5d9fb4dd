package org.tresnet4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogReasonTest {

    @Test
    void findsAnException() {
        assertThat(LogReason.of(List.of("WARN: hm", "java.lang.Error: why", "  at X", "Caused by: y")))
                .isEqualTo("java.lang.Error: why");
        assertThat(LogReason.of(List.of("Traceback", "  File x", "ValueError: why", "")))
                .isEqualTo("ValueError: why");
    }

    @Test
    void findsACrash() {
        assertThat(LogReason.of(List.of("#", "#  SIGFPE (0x8)", "# C  [libx.so+0x1]  f()+0x2", "# end")))
                .isEqualTo("crashed in C  [libx.so+0x1]  f()+0x2");
    }

    @Test
    void elseTakesTheLastLine() {
        assertThat(LogReason.of(List.of("one", "two", " "))).isEqualTo("two");
        assertThat(LogReason.of(List.of())).isEqualTo("it printed nothing");
    }
}
