package org.tresnet4j.runner.device;

/** How much memory this process holds. */
public final class ProcessMemory {

    private static final int KILOBYTE = 1024;

    private ProcessMemory() {}

    /** What is resident now, in bytes: Java's heap, arrays, native libraries. 0 where the system does not tell. */
    public static long residentBytes() {
        return kilobytes("VmRSS:");
    }

    /** The largest that it has been, in bytes; 0 where the system does not tell. */
    public static long peakBytes() {
        return kilobytes("VmHWM:");
    }

    private static long kilobytes(String key) {
        return LinuxProc.status(key)
                .map(value -> KILOBYTE * Long.parseLong(value.replace("kB", "").strip()))
                .orElse(0L);
    }
}
