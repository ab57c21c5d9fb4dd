package org.tresnet4j.backbone.kernel;

/**
 * How a network computes. It changes neither parameters nor architecture: a checkpoint fits whatever the computation.
 *
 * @param kernels implementation asked for
 * @param precision of activations and convolutions; taken where the processor has it
 * @param checkpointing whether training keeps only the results of residual blocks and computes their insides once more
 *     for the backward pass (arXiv 1604.06174): the same gradients to the bit, in less memory and more time
 */
public record Computation(KernelChoice kernels, Precision precision, boolean checkpointing) {

    /** The fastest kernels that load, in float32, without checkpointing. */
    public static final Computation DEFAULT = new Computation(KernelChoice.AUTO, Precision.FLOAT32);

    /** Without checkpointing. */
    public Computation(KernelChoice kernels, Precision precision) {
        this(kernels, precision, false);
    }
}
