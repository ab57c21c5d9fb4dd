package org.tresnet4j.cli;

import com.google.common.base.Throwables;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.tresnet4j.backbone.weights.WeightsException;
import org.tresnet4j.datasets.DatasetException;
import org.tresnet4j.runner.config.ConfigException;
import org.tresnet4j.runner.spi.TaskException;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into a line or two on the error stream and an exit code. */
final class FailureReport implements IExecutionExceptionHandler, IParameterExceptionHandler {

    private final BooleanSupplier debug;

    /** @param debug whether stack traces are wanted; asked when something has failed */
    FailureReport(BooleanSupplier debug) {
        this.debug = debug;
    }

    @Override
    public int handleParseException(ParameterException fault, String[] arguments) {
        CommandLine command = fault.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(name(command) + ": " + fault.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(fault, err)) {
            err.println("'" + name(command) + " --help' shows what it takes.");
        }
        if (debug.getAsBoolean()) {
            fault.printStackTrace(err);
        }
        err.flush();
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception exception, CommandLine command, ParseResult parsed) {
        Throwable fault = exception instanceof ExecutionException && exception.getCause() != null
                ? exception.getCause()
                : exception;
        PrintWriter err = command.getErr();
        err.println(name(command) + ": " + message(fault));
        if (debug.getAsBoolean()) {
            fault.printStackTrace(err);
        }
        err.flush();
        return fault instanceof ConfigException ? ExitCode.USAGE : ExitCode.FAILURE;
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }

    private static String message(Throwable fault) {
        List<Throwable> chain = Throwables.getCausalChain(fault);
        for (Throwable link : chain) {
            if (link instanceof TaskException || link instanceof DatasetException || link instanceof WeightsException) {
                return link.getMessage();
            }
            if (link instanceof OutOfMemoryError) {
                return memory((OutOfMemoryError) link);
            }
            if (link instanceof LinkageError && saysCuda(chain)) {
                return "this build computes on CUDA 11.6, but no NVIDIA driver or device can be used here; run 'nvidia-smi',"
                        + " or build for processors, without -Pcuda";
            }
            if (link instanceof LinkageError) {
                return "a native library cannot be loaded (" + link + ")" + System.lineSeparator()
                        + "'tresnet doctor' examines the libraries; --debug shows where it failed.";
            }
        }
        Throwable root = chain.get(chain.size() - 1);
        if (root instanceof FileSystemException || root instanceof FileNotFoundException) {
            return "a file could not be read or written: " + root;
        }
        if (root instanceof IOException) {
            return fault == root ? root.toString() : fault.getMessage();
        }
        return "unexpected " + fault + System.lineSeparator() + "--debug shows where; please report it.";
    }

    /** ND4J's CUDA libraries are named after it, and so are the driver's. */
    private static boolean saysCuda(List<Throwable> chain) {
        return chain.stream()
                .map(String::valueOf)
                .map(text -> text.toLowerCase(Locale.ROOT))
                .anyMatch(text -> text.contains("cuda") || text.contains("cublas") || text.contains("cudnn"));
    }

    private static String memory(OutOfMemoryError error) {
        String detail = String.valueOf(error.getMessage());
        String cure = detail.contains("Java heap") || detail.contains("GC overhead")
                ? "Give Java more with TRESNET_HEAP, e.g. TRESNET_HEAP=4g."
                : "Take smaller batches or images, or allow more with TRESNET_OFFHEAP, e.g. TRESNET_OFFHEAP=16g.";
        return "out of memory (" + detail + ")" + System.lineSeparator() + cure;
    }
}
