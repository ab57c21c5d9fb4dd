package org.tresnet4j.runner.config;

/** What a run has to compute on. */
public enum Device {
    /** Whatever the build is for. */
    AUTO,
    /** Processors. */
    CPU,
    /** NVIDIA's graphics processors. */
    CUDA
}
