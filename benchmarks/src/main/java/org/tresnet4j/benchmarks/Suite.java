package org.tresnet4j.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.tresnet4j.benchmarks.protocol.Measurement;
import org.tresnet4j.benchmarks.report.BarCharts;
import org.tresnet4j.benchmarks.report.GroupResult;
import org.tresnet4j.benchmarks.report.JsonReport;
import org.tresnet4j.benchmarks.report.Machine;
import org.tresnet4j.benchmarks.report.MarkdownReport;
import org.tresnet4j.benchmarks.report.Report;
import org.tresnet4j.benchmarks.report.Result;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the suite; started by {@code benchmarks/run}, which gives the JVM its options and the processes their environment. */
@Command(
        name = "benchmarks/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measures this project side by side with other libraries and writes results.md, results.json and results.png"
                    + " into benchmarks/target. See benchmarks/README.md.",
            ""
        },
        footer = {"", "'benchmarks/run kernels' measures the kernels one by one instead, with JMH."})
public final class Suite implements Callable<Integer> {

    /** The system property with the folder of this module. */
    public static final String HOME = "benchmarks.home";

    @Spec
    private CommandSpec spec;

    @Mixin
    private Settings settings;

    private Suite() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Suite());
    }

    /** 0; 1 if nothing could be measured. */
    @Override
    public Integer call() throws IOException {
        try {
            settings.check();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        Layout layout = layout();
        Files.createDirectories(layout.logs());
        Map<String, String> environment = Environment.of(settings.threads(), layout);
        Optional<String> python =
                settings.reference().isPresent() ? Python.withTorch(settings.python()) : Optional.empty();
        Contenders contenders = new Contenders(settings, layout, new Exports(settings, layout, python), python);

        List<GroupResult> groups = new ArrayList<>();
        for (Group group : settings.groups()) {
            List<Contender> table = contenders.of(group);
            if (table.isEmpty()) {
                continue;
            }
            List<Result> results = measure(group, table, layout, environment);
            groups.add(new GroupResult(group.id(), contenders.title(group), results));
            // what is there is kept if a later group does not come to its end
            write(
                    new Report(
                            Machine.here(Environment.reported(environment)),
                            settings.threads(),
                            settings.rounds(),
                            groups),
                    layout);
        }
        boolean measured = groups.stream().anyMatch(group -> group.baseline().isPresent());
        return measured ? 0 : 1;
    }

    private Layout layout() {
        String home = System.getProperty(HOME);
        if (home == null) {
            throw new ParameterException(
                    spec.commandLine(), "-D" + HOME + " is missing: start the suite with benchmarks/run");
        }
        return new Layout(Path.of(home));
    }

    private List<Result> measure(Group group, List<Contender> table, Layout layout, Map<String, String> environment) {
        PrintWriter progress = spec.commandLine().getErr();
        progress.println(group.id());
        progress.flush();
        CommandLines commands = new CommandLines(layout);
        RoundRobin.Starter starter = contender -> {
            Path log = layout.logs().resolve(group.id() + "-" + contender.id() + ".log");
            Map<String, String> own = contender.isOther() ? Environment.ofOthers(environment) : environment;
            return asked(Peer.start(commands.of(contender), own, log, settings.patience()), contender);
        };
        return new RoundRobin(starter, settings.rounds(), settings.fresh(), progress).run(table);
    }

    private static RoundRobin.Asked asked(Peer peer, Contender contender) {
        return new RoundRobin.Asked() {

            @Override
            public Measurement measure() throws PeerException {
                return peer.measure(contender.pace().request());
            }

            @Override
            public void close() {
                peer.close();
            }
        };
    }

    private void write(Report report, Layout layout) throws IOException {
        Files.writeString(layout.results("md"), MarkdownReport.render(report));
        Files.writeString(layout.results("json"), JsonReport.render(report));
        BarCharts.write(report, layout.results("png"));
        spec.commandLine().getErr().println("written: " + layout.results("md"));
    }
}
