package org.tresnet4j.backbone.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;

import java.util.Optional;
import org.bytedeco.dnnl.engine;
import org.nd4j.linalg.factory.Nd4j;

/** The oneDNN library of this process: whether it loads, and what the processor offers. */
public final class OneDnn {

    /** Why it cannot be used; null where it can. */
    private static final String OBSTACLE = load();

    private OneDnn() {}

    private static String load() {
        if (!Nd4j.getBackend().getClass().getSimpleName().equals("CpuBackend")) {
            return "ND4J's arrays are not in the processor's memory ("
                    + Nd4j.getBackend().getClass().getSimpleName() + ")";
        }
        try {
            dnnl_get_effective_cpu_isa();
            return null;
        } catch (LinkageError e) {
            return "oneDNN does not load (" + e.getMessage() + ")";
        }
    }

    /** Why oneDNN cannot be used; empty where it can. */
    public static Optional<String> obstacle() {
        return Optional.ofNullable(OBSTACLE);
    }

    /** Whether the processor computes in bfloat16 by itself (AVX512-BF16 or AMX). */
    public static boolean hasBfloat16() {
        return OBSTACLE == null && Instructions.BFLOAT16;
    }

    /** Whether the processor has AVX-512. */
    static boolean hasAvx512() {
        return Instructions.AVX512;
    }

    /** Whether this library has Winograd's convolutions for the processor: those of oneDNN 2.5 need AVX-512. */
    static boolean hasWinograd() {
        return hasAvx512();
    }

    static engine engine() {
        return Processor.ENGINE;
    }

    private static final class Instructions {
        /** Each set of instructions is a mask that holds those of the older sets. */
        static final boolean BFLOAT16 = has(dnnl_cpu_isa_avx512_core_bf16);

        static final boolean AVX512 = has(dnnl_cpu_isa_avx512_core);

        private static boolean has(int mask) {
            return (dnnl_get_effective_cpu_isa() & mask) == mask;
        }
    }

    private static final class Processor {
        static final engine ENGINE = new engine(engine.kind.cpu, 0);
    }
}
