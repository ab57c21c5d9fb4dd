package org.tresnet4j.datasets.image;

import org.opencv.core.Core;

/**
 * Loads OpenCV's native library. Everything in this module that needs it has loaded it; call {@link #load()} before using
 * {@code org.opencv} elsewhere.
 *
 * <p>OpenCV's own thread pool is switched off, for the whole process: its size is a global setting, pictures are small,
 * and the loader's threads work on one picture each, so that a second level of threads would only take cores away from the
 * network.
 */
public final class OpenCv {

    private OpenCv() {}

    /**
     * Idempotent and safe from any thread. The first call unpacks the library into the temporary folder (about 65 MB).
     *
     * @throws LinkageError if there is no library for this platform or it cannot be loaded
     */
    public static void load() {
        Loaded.yes();
    }

    /** The class loader's own lock makes this happen once. */
    private static final class Loaded {

        static {
            nu.pattern.OpenCV.loadLocally();
            Core.setNumThreads(1);
        }

        static void yes() {
            // being called has initialised the class
        }
    }
}
