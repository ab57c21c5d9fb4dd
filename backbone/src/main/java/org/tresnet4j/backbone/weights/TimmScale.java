package org.tresnet4j.backbone.weights;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.weights.NamedParameter.Role;

/**
 * Between the authors' files and timm's, which stores the normalisation's scale as it acts, |w| + 1e-5, and has other
 * names. What acts is the same on both sides, to the last bit but one.
 */
final class TimmScale {

    /** What In-Place ABN adds to the scale. */
    private static final double EPSILON = Kernels.EPSILON;

    private TimmScale() {}

    /**
     * From timm's names to the authors'; tensors that the table does not know keep their names.
     *
     * <p>A network that timm trained further can have a negative scale s, which In-Place ABN cannot: s·(x−m)/σ is
     * (−s)·(−x+m)/σ, so the signs of the filters and the running mean are turned, too.
     */
    static StateDict toOfficial(StateDict weights, NameTable table) {
        Map<String, NamedParameter> byName = table.by(Naming.TIMM);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        weights.tensors().forEach((name, tensor) -> {
            NamedParameter parameter = byName.get(name);
            if (parameter == null) {
                tensors.put(name, tensor);
            } else {
                tensors.put(parameter.official(), toOfficial(parameter, tensor, weights, byName));
            }
        });
        return weights.withTensors(tensors);
    }

    private static Tensor toOfficial(
            NamedParameter parameter, Tensor tensor, StateDict weights, Map<String, NamedParameter> byName) {
        return switch (parameter.role()) {
            case SCALE -> stored(tensor);
            case FILTERS, MEAN -> turned(tensor, weights.tensors().get(scaleBeside(parameter, byName)));
            case PLAIN, FULLY_CONNECTED -> tensor;
        };
    }

    /** timm's name of the scale in the same node. */
    private static String scaleBeside(NamedParameter parameter, Map<String, NamedParameter> byName) {
        String unit = parameter.timm().substring(0, parameter.timm().lastIndexOf('.'));
        return unit.substring(0, unit.lastIndexOf('.')) + ".bn.weight";
    }

    /** The w of which |w| + 1e-5 is the size of a scale; 0 for scales below 1e-5. */
    private static Tensor stored(Tensor scale) {
        float[] values = scale.toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Math.max(Math.abs(values[i]) - EPSILON, 0);
        }
        return Tensor.of(values, scale.shape());
    }

    /** Minus the numbers of those output channels whose scale is negative. */
    private static Tensor turned(Tensor tensor, Tensor scale) {
        float[] scales = scale == null ? new float[0] : scale.toFloats();
        if (tensor.length() == 0 || scales.length != tensor.shape()[0] || !hasNegative(scales)) {
            return tensor;
        }
        float[] values = tensor.toFloats();
        int channel = values.length / scales.length;
        for (int i = 0; i < values.length; i++) {
            if (scales[i / channel] < 0) {
                values[i] = -values[i];
            }
        }
        return Tensor.of(values, tensor.shape());
    }

    private static boolean hasNegative(float[] values) {
        for (float value : values) {
            if (value < 0) {
                return true;
            }
        }
        return false;
    }

    /** From the authors' names to timm's. */
    static StateDict toTimm(StateDict weights, NameTable table) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (NamedParameter parameter : table.parameters()) {
            Tensor tensor = weights.tensors().get(parameter.official());
            tensors.put(parameter.timm(), parameter.role() == Role.SCALE ? acting(tensor) : tensor);
        }
        return weights.withTensors(tensors);
    }

    private static Tensor acting(Tensor scale) {
        float[] values = scale.toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (Math.abs(values[i]) + EPSILON);
        }
        return Tensor.of(values, scale.shape());
    }
}
