package org.tresnet4j.backbone.kernel;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tresnet4j.backbone.kernel.nd4j.Nd4jKernels;
import org.tresnet4j.backbone.kernel.onednn.OneDnn;
import org.tresnet4j.backbone.kernel.onednn.OneDnnKernels;

/**
 * Chooses the implementation of the kernels: once at a network's entrance, from there on by the maps themselves, which
 * carry layout and type.
 */
public final class KernelSelection {

    private static final Logger LOG = LoggerFactory.getLogger(KernelSelection.class);
    private static final Kernels ND4J = new Nd4jKernels();

    /** What was chosen, so that each replacement is said once. */
    private static final Map<Asked, Kernels> CHOSEN = new ConcurrentHashMap<>();

    private record Asked(Computation computation, DataType type) {}

    private KernelSelection() {}

    /**
     * The kernels for images that enter a network. What cannot be had is replaced, with one line in the log that says
     * why.
     *
     * @param type of the network's parameters
     * @throws IllegalArgumentException for a type other than float and double
     */
    public static Kernels entrance(Computation asked, DataType type) {
        return KernelTimes.timed(CHOSEN.computeIfAbsent(new Asked(asked, type), KernelSelection::choose));
    }

    private static Kernels choose(Asked asked) {
        return choose(asked.computation(), asked.type());
    }

    private static Kernels choose(Computation asked, DataType type) {
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new IllegalArgumentException("data type " + type + " is not supported: use FLOAT or DOUBLE");
        }
        Optional<String> obstacle = obstacle(asked, type);
        if (obstacle.isPresent()) {
            boolean expected = asked.precision() == Precision.FLOAT32
                    && (asked.kernels() == KernelChoice.ND4J || type == DataType.DOUBLE);
            if (!expected) {
                LOG.warn("kernels: nd4j in {}: {}", type == DataType.FLOAT ? "float32" : "float64", obstacle.get());
            }
            return ND4J;
        }
        if (asked.precision() == Precision.BFLOAT16 && !OneDnn.hasBfloat16()) {
            LOG.warn("precision: float32: this processor has neither AVX512-BF16 nor AMX, so bfloat16 would be slower");
            return OneDnnHolder.FLOAT32;
        }
        return asked.precision() == Precision.BFLOAT16 ? OneDnnHolder.BFLOAT16 : OneDnnHolder.FLOAT32;
    }

    private static Optional<String> obstacle(Computation asked, DataType type) {
        if (asked.kernels() == KernelChoice.ND4J) {
            return Optional.of("they were asked for");
        }
        if (type == DataType.DOUBLE) {
            return Optional.of("oneDNN has no double precision");
        }
        return OneDnn.obstacle();
    }

    /** The kernels that made these maps. */
    public static Kernels of(INDArray maps) {
        return KernelTimes.timed(madeBy(maps));
    }

    private static Kernels madeBy(INDArray maps) {
        if (maps.dataType() == DataType.BFLOAT16) {
            return OneDnnHolder.BFLOAT16;
        }
        return OneDnnKernels.made(maps) ? OneDnnHolder.FLOAT32 : ND4J;
    }

    /** Loaded on first use: only where oneDNN is. */
    private static final class OneDnnHolder {
        static final Kernels FLOAT32 = new OneDnnKernels(Precision.FLOAT32);
        static final Kernels BFLOAT16 = new OneDnnKernels(Precision.BFLOAT16);
    }
}
