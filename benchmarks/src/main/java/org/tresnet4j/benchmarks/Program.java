package org.tresnet4j.benchmarks;

import java.util.List;

/** How a contender is started. */
sealed interface Program {

    /**
     * A subcommand of {@link org.tresnet4j.benchmarks.worker.Worker}.
     *
     * @param arguments the subcommand first
     */
    record Java(List<String> arguments) implements Program {

        public Java {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * {@code peer.py}.
     *
     * @param python the interpreter
     * @param arguments of the script
     */
    record Python(String python, List<String> arguments) implements Program {

        public Python {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * It cannot be started here.
     *
     * @param reason for the report, with what to do about it
     */
    record Missing(String reason) implements Program {}
}
