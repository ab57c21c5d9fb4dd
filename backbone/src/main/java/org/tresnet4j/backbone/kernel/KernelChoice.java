package org.tresnet4j.backbone.kernel;

/** Which implementation of the kernels a network uses. */
public enum KernelChoice {
    /** {@link #ONEDNN} where it loads and supports the network's type, otherwise {@link #ND4J}. */
    AUTO,
    /** oneDNN called directly, channels-last: x86-64 processors, float32 and bfloat16. */
    ONEDNN,
    /** ND4J's native operations, channels-first: any device, float and double. */
    ND4J
}
