package org.tresnet4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tresnet4j.benchmarks.protocol.Measurement;
import org.tresnet4j.benchmarks.report.Quantity;
import org.tresnet4j.benchmarks.report.Result;

class RoundRobinTest {

    private final List<String> events = new ArrayList<>();

    private List<Result> run(boolean fresh, String... ids) {
        RoundRobin rounds = new RoundRobin(this::start, 2, fresh, new PrintWriter(Writer.nullWriter()));
        return rounds.run(List.of(ids).stream().map(RoundRobinTest::contender).toList());
    }

    private static Contender contender(String id) {
        return new Contender(id, id, new Program.Missing("fake"), Pace.TRAINING, Quantity.images(1));
    }

    private RoundRobin.Asked start(Contender contender) throws PeerException {
        if (contender.id().equals("absent")) {
            throw new PeerException("is absent");
        }
        events.add("+" + contender.id());
        return new RoundRobin.Asked() {

            private int asked;

            @Override
            public Measurement measure() throws PeerException {
                if (contender.id().equals("tired") && asked++ > 0) {
                    throw new PeerException("is tired");
                }
                events.add(contender.id());
                return new Measurement(1, Optional.empty(), Optional.empty());
            }

            @Override
            public void close() {
                events.add("-" + contender.id());
            }
        };
    }

    @Test
    void asksInTurn() {
        List<Result> results = run(false, "a", "b");
        assertThat(events).containsExactly("+a", "+b", "a", "b", "a", "b", "-a", "-b");
        assertThat(results).allSatisfy(result -> assertThat(result.millis()).hasSize(2));
    }

    @Test
    void startsAnewWhereAsked() {
        run(true, "a", "b");
        assertThat(events).containsExactly("+a", "a", "-a", "+b", "b", "-b", "+a", "a", "-a", "+b", "b", "-b");
    }

    @Test
    void whoCannotStartIsLeftOut() {
        List<Result> results = run(false, "absent", "b");
        assertThat(results.get(0).leftOut()).contains("is absent");
        assertThat(results.get(1).millis()).hasSize(2);
    }

    @Test
    void whoFailsLaterIsLeftOutWithAllItsRounds() {
        List<Result> results = run(false, "tired", "b");
        assertThat(results.get(0).leftOut()).contains("is tired");
        assertThat(results.get(0).measurements()).isEmpty();
        assertThat(events).containsExactly("+tired", "+b", "tired", "b", "-tired", "b", "-b");
    }
}
