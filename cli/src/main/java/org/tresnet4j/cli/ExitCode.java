package org.tresnet4j.cli;

/** What the process tells the shell. */
final class ExitCode {

    static final int OK = 0;

    /** The data, the training or the machine failed. */
    static final int FAILURE = 1;

    /** The command line or the configuration is wrong. */
    static final int USAGE = 2;

    /** Stopped by the user, as shells have it: 128 + SIGINT. */
    static final int STOPPED = 130;

    private ExitCode() {}
}
