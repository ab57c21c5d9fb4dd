package org.tresnet4j.benchmarks.worker;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs one contender. Speaks the lines of {@link org.tresnet4j.benchmarks.protocol} on standard input and output. */
@Command(
        name = "worker",
        subcommands = {
            OursCommand.class,
            ZooCommand.class,
            DjlCommand.class,
            DjlTorchScriptCommand.class,
            OnnxCommand.class,
            LoaderCommand.class,
            LimitsCommand.class
        })
public final class Worker implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(names = "--warm-up", paramLabel = "N", defaultValue = "3", description = "Steps before the first request.")
    private int warmUp;

    private Worker() {}

    /** Ends with 0 when its input ends, else with the reason on standard error. */
    public static void main(String[] args) throws Exception {
        PrintStream replies = System.out;
        // what libraries print must not come between the replies
        System.setOut(System.err);
        Worker worker = new Worker();
        CommandLine command = new CommandLine(worker).setCaseInsensitiveEnumValuesAllowed(true);
        int code = command.execute(args);
        if (code != 0) {
            System.exit(code);
        }
        Workload workload = command.getParseResult()
                .subcommand()
                .commandSpec()
                .commandLine()
                .getExecutionResult();
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        new MeasureLoop(workload, requests, replies).run(worker.warmUp);
        // threads of engines may be no daemons
        System.exit(0);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a contender is missing");
    }
}
