package org.tresnet4j.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tresnet4j.runner.device.Doctor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "doctor", description = "Examine the machine and the libraries that compute on it.")
final class DoctorCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.println(Doctor.launchSettings());
        out.println();
        out.println(Doctor.render(Doctor.examine(Path.of("runs"))));
        return ExitCode.OK;
    }
}
