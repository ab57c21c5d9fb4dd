package org.tresnet4j.benchmarks.worker;

import com.google.common.math.Quantiles;
import java.io.BufferedReader;
import java.io.PrintStream;
import org.tresnet4j.benchmarks.protocol.Measurement;
import org.tresnet4j.benchmarks.protocol.Ready;
import org.tresnet4j.benchmarks.protocol.Request;
import org.tresnet4j.runner.device.ProcessMemory;

/** A worker's life: warm up, then answer requests until there are no more. */
final class MeasureLoop {

    private final Workload workload;
    private final BufferedReader requests;
    private final PrintStream replies;

    MeasureLoop(Workload workload, BufferedReader requests, PrintStream replies) {
        this.workload = workload;
        this.requests = requests;
        this.replies = replies;
    }

    void run(int warmUp) throws Exception {
        repeat(warmUp);
        reply(Ready.LINE);
        String line = requests.readLine();
        while (line != null) {
            reply(measure(Request.parse(line)).line());
            line = requests.readLine();
        }
    }

    private Measurement measure(Request request) throws Exception {
        repeat(request.untimed());
        double[] millis = new double[request.timed()];
        for (int i = 0; i < millis.length; i++) {
            long begun = System.nanoTime();
            workload.step();
            millis[i] = (System.nanoTime() - begun) / 1e6;
        }
        return new Measurement(
                Quantiles.median().compute(millis), ProcessMemory.peakMebibytes(), workload.activationMebibytes());
    }

    private void repeat(int steps) throws Exception {
        for (int i = 0; i < steps; i++) {
            workload.step();
        }
    }

    private void reply(String line) {
        replies.println(line);
        replies.flush();
    }
}
