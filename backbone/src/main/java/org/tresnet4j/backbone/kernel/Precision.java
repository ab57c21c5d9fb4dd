package org.tresnet4j.backbone.kernel;

/** The type of activations and of the arithmetic of convolutions. Parameters, statistics, losses and updates stay float32. */
public enum Precision {
    /** 32 bits, as the papers and PyTorch by default. */
    FLOAT32,
    /** 16 bits with float32's range: half the memory, twice the speed on processors with AVX512-BF16 or AMX. */
    BFLOAT16
}
