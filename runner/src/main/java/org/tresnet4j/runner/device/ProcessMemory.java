package org.tresnet4j.runner.device;

import java.util.Optional;

/** How much memory this process holds. */
public final class ProcessMemory {

    private static final int KILOBYTE = 1024;

    private ProcessMemory() {}

    /** What is resident now, in bytes: Java's heap, arrays, native libraries. 0 where the system does not tell. */
    public static long residentBytes() {
        return KILOBYTE * kilobytes("VmRSS:").orElse(0L);
    }

    /** The most that has been resident, in mebibytes; empty where the system does not tell. */
    public static Optional<Double> peakMebibytes() {
        return kilobytes("VmHWM:").map(kilobytes -> kilobytes / (double) KILOBYTE);
    }

    private static Optional<Long> kilobytes(String key) {
        return LinuxProc.status(key)
                .map(value -> Long.parseLong(value.replace("kB", "").strip()));
    }
}
