package org.tresnet4j.backbone.kernel;

/**
 * How a network computes. It changes neither parameters nor architecture: a checkpoint fits whatever the computation.
 *
 * @param kernels implementation asked for
 * @param precision of activations and convolutions; taken where the processor has it
 */
public record Computation(KernelChoice kernels, Precision precision) {

    /** The fastest kernels that load, in float32. */
    public static final Computation DEFAULT = new Computation(KernelChoice.AUTO, Precision.FLOAT32);
}
