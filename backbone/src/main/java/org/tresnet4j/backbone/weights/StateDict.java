package org.tresnet4j.backbone.weights;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;

/**
 * Tensors by name, as PyTorch's {@code state_dict}, in the order of the file.
 *
 * @param source what to call it in errors, e.g. the file
 * @param tensors by name
 * @param classes the names of the classes in index order, where the file has them ({@code idx_to_class}); else empty
 */
public record StateDict(String source, Map<String, Tensor> tensors, List<String> classes) {

    public StateDict {
        tensors = ImmutableMap.copyOf(tensors);
        classes = List.copyOf(classes);
    }

    /** The same with other tensors. */
    StateDict withTensors(Map<String, Tensor> others) {
        return new StateDict(source, others, classes);
    }

    /** The same with class names. */
    public StateDict withClasses(List<String> names) {
        return new StateDict(source, tensors, names);
    }
}
