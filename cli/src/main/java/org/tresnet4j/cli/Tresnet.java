package org.tresnet4j.cli;

import com.google.common.collect.Iterables;
import java.nio.file.Path;
import java.util.Optional;
import org.tresnet4j.backbone.TResNetVariant;
import org.tresnet4j.runner.checkpoint.CodeVersion;
import org.tresnet4j.runner.config.Tasks;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** The {@code tresnet} command. */
@Command(
        name = "tresnet",
        description = "Trains, evaluates and applies TResNet models.",
        mixinStandardHelpOptions = true,
        versionProvider = Tresnet.Version.class,
        scope = ScopeType.INHERIT,
        subcommands = {
            TrainCommand.class,
            LrFindCommand.class,
            SparkTrainCommand.class,
            EvalCommand.class,
            PredictCommand.class,
            DemoCommand.class,
            ConfigCommand.class,
            DataCommand.class,
            CocoEvalCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            ForwardCommand.class,
            SummaryCommand.class,
            BenchCommand.class,
            DoctorCommand.class,
            HelpCommand.class
        },
        footer = "%nExit codes: 0 done, 1 failure, 2 wrong usage or configuration, 130 stopped.")
public final class Tresnet {

    /** The system property with the folder that holds {@code configs/}; the launcher sets it. */
    static final String HOME = "tresnet.home";

    private final Tasks tasks;
    private final Optional<Path> home;
    private final Interruption interruption;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show the stack trace when something fails.")
    private boolean debug;

    Tresnet(Tasks tasks, Optional<Path> home, Interruption interruption) {
        this.tasks = tasks;
        this.home = home;
        this.interruption = interruption;
    }

    public static void main(String[] arguments) {
        Optional<Path> home = Optional.ofNullable(System.getProperty(HOME)).map(Path::of);
        Tresnet tresnet = new Tresnet(Tasks.installed(), home, Interruption.ofProcess());
        System.exit(tresnet.commandLine().execute(arguments));
    }

    /** The command with its ways of reading values and reporting failures. */
    CommandLine commandLine() {
        FailureReport report = new FailureReport(() -> debug);
        CommandLine command = new CommandLine(this);
        command.setExecutionStrategy(Tresnet::run);
        command.setExecutionExceptionHandler(report);
        command.setParameterExceptionHandler(report);
        command.setCaseInsensitiveEnumValuesAllowed(true);
        command.registerConverter(TResNetVariant.class, Tresnet::variant);
        return command;
    }

    private static int run(ParseResult parsed) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        CommandLine command = Iterables.getLast(parsed.asCommandLineList());
        if (!command.getSubcommands().isEmpty()) {
            // a group does nothing by itself: who names no command is shown which there are
            command.usage(command.getErr());
            return ExitCode.USAGE;
        }
        try {
            return new RunLast().execute(parsed);
        } catch (OutOfMemoryError | LinkageError e) {
            // errors of the JVM need words as well, and picocli would let them pass
            throw new ExecutionException(command, e.toString(), e);
        }
    }

    private static TResNetVariant variant(String name) {
        try {
            return TResNetVariant.named(name);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.TypeConversionException(e.getMessage());
        }
    }

    Tasks tasks() {
        return tasks;
    }

    /** The folder that holds {@code configs/}, when started by the launcher. */
    Optional<Path> home() {
        return home;
    }

    Interruption interruption() {
        return interruption;
    }

    /** Answers {@code --version}. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            return new String[] {"tresnet4j " + CodeVersion.current()};
        }
    }
}
