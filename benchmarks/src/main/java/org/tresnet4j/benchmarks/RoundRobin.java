package org.tresnet4j.benchmarks;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tresnet4j.benchmarks.protocol.Measurement;
import org.tresnet4j.benchmarks.report.Result;

/** Measures the contenders of a group in turn, round after round; only one of them computes at a time. */
final class RoundRobin {

    /** Starts a contender's process and waits until it is ready. */
    @FunctionalInterface
    interface Starter {

        Asked start(Contender contender) throws PeerException;
    }

    /** A process that can be asked for measurements. */
    interface Asked extends AutoCloseable {

        Measurement measure() throws PeerException;

        @Override
        void close();
    }

    private final Starter starter;
    private final int rounds;
    private final boolean fresh;
    private final PrintWriter progress;

    /**
     * @param fresh whether processes start anew for every round
     * @param progress for a line about every step
     */
    RoundRobin(Starter starter, int rounds, boolean fresh, PrintWriter progress) {
        this.starter = starter;
        this.rounds = rounds;
        this.fresh = fresh;
        this.progress = progress;
    }

    /** One result a contender, in their order. Who fails is out, with all its rounds: pairs need both. */
    List<Result> run(List<Contender> contenders) {
        Map<Contender, Lane> lanes = new LinkedHashMap<>();
        contenders.forEach(contender -> lanes.put(contender, new Lane(contender)));
        try {
            if (!fresh) {
                lanes.values().forEach(Lane::start);
            }
            for (int round = 1; round <= rounds; round++) {
                for (Lane lane : lanes.values()) {
                    lane.measure(round);
                }
            }
            return lanes.values().stream().map(Lane::result).toList();
        } finally {
            lanes.values().forEach(Lane::stop);
        }
    }

    /** One contender's way through the rounds. */
    private final class Lane {

        private final Contender contender;
        private final List<Measurement> measurements = new ArrayList<>();
        private Optional<Asked> process = Optional.empty();
        private Optional<String> failure = Optional.empty();

        Lane(Contender contender) {
            this.contender = contender;
        }

        void start() {
            say("starts");
            try {
                process = Optional.of(starter.start(contender));
            } catch (PeerException e) {
                fail(e);
            }
        }

        void measure(int round) {
            if (failure.isPresent()) {
                return;
            }
            if (fresh) {
                start();
            }
            if (process.isEmpty()) {
                return;
            }
            try {
                Measurement measurement = process.get().measure();
                measurements.add(measurement);
                say(String.format(java.util.Locale.ROOT, "round %d: %.1f ms", round, measurement.millis()));
            } catch (PeerException e) {
                fail(e);
            }
            if (fresh) {
                stop();
            }
        }

        private void fail(PeerException reason) {
            failure = Optional.of(reason.getMessage());
            measurements.clear();
            say("is left out: " + reason.getMessage());
            stop();
        }

        void stop() {
            process.ifPresent(Asked::close);
            process = Optional.empty();
        }

        Result result() {
            return new Result(contender.id(), contender.label(), contender.quantity(), measurements, failure);
        }

        private void say(String what) {
            progress.println("  " + contender.id() + " " + what);
            progress.flush();
        }
    }
}
