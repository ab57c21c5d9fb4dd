package org.tresnet4j.benchmarks;

import com.google.common.base.StandardSystemProperty;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tresnet4j.benchmarks.worker.Worker;

/** Programs as the system starts them. JVMs get the options of this one. */
record CommandLines(Layout layout) {

    private static final String PEER = "peer.py";

    /**
     * @throws PeerException if it is missing, with the reason
     */
    List<String> of(Contender contender) throws PeerException {
        List<String> warmUp =
                List.of("--warm-up", Integer.toString(contender.pace().warmUp()));
        List<String> command = new ArrayList<>();
        if (contender.program() instanceof Program.Java java) {
            command.addAll(virtualMachine());
            command.add(Worker.class.getName());
            command.addAll(warmUp);
            command.addAll(java.arguments());
        } else if (contender.program() instanceof Program.Python python) {
            command.addAll(List.of(python.python(), layout.script(PEER).toString()));
            command.addAll(warmUp);
            command.addAll(python.arguments());
        } else if (contender.program() instanceof Program.Missing missing) {
            throw new PeerException(missing.reason());
        }
        return command;
    }

    private static List<String> virtualMachine() {
        List<String> command = new ArrayList<>();
        command.add(
                Path.of(StandardSystemProperty.JAVA_HOME.value(), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", StandardSystemProperty.JAVA_CLASS_PATH.value()));
        return command;
    }
}
