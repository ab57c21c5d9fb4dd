package org.tresnet4j.benchmarks.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.tresnet4j.benchmarks.protocol.Measurement;

class MeasureLoopTest {

    @Test
    void warmsUpThenAnswersEveryRequest() throws Exception {
        AtomicInteger steps = new AtomicInteger();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BufferedReader requests = new BufferedReader(new StringReader("measure 1 3\nmeasure 0 2\n"));

        new MeasureLoop(steps::incrementAndGet, requests, new PrintStream(bytes, true, StandardCharsets.UTF_8)).run(4);

        List<String> replies = bytes.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(replies).hasSize(3).first().isEqualTo("ready");
        assertThat(Measurement.parse(replies.get(2))).isPresent();
        assertThat(steps).hasValue(4 + 1 + 3 + 2);
    }
}
