package org.tresnet4j.backbone.weights;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names of weights that were saved from a module around the model: each has the module's attribute before it. */
final class WrapperNames {

    /** Of {@code DataParallel}, {@code DistributedDataParallel} and averaged models; of {@code torch.compile}. */
    private static final List<String> PREFIXES = List.of("module.", "_orig_mod.");

    private WrapperNames() {}

    /** The same with the model's own names; as it is unless all names have the prefix. */
    static StateDict removed(StateDict weights) {
        Optional<String> prefix = PREFIXES.stream()
                .filter(candidate -> !weights.tensors().isEmpty()
                        && weights.tensors().keySet().stream().allMatch(name -> name.startsWith(candidate)))
                .findFirst();
        return prefix.map(found -> removed(without(weights, found))).orElse(weights);
    }

    private static StateDict without(StateDict weights, String prefix) {
        ImmutableMap.Builder<String, Tensor> tensors = ImmutableMap.builder();
        for (Map.Entry<String, Tensor> entry : weights.tensors().entrySet()) {
            tensors.put(entry.getKey().substring(prefix.length()), entry.getValue());
        }
        return weights.withTensors(tensors.build());
    }
}
