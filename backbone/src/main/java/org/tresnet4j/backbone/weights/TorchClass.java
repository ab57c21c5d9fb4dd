package org.tresnet4j.backbone.weights;

import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The classes and functions that a pickle may name: the whole list. They are described here, not PyTorch's own. */
sealed interface TorchClass {

    /** {@code collections.OrderedDict}. */
    record OrderedDict() implements TorchClass {}

    /** {@code torch._utils._rebuild_tensor_v2}: storage, offset, size, stride, and what training needs. */
    record RebuildTensor() implements TorchClass {}

    /** {@code torch._utils._rebuild_parameter}: a tensor, and what training needs. */
    record RebuildParameter() implements TorchClass {}

    /** {@code torch.FloatStorage} and its like. */
    record StorageClass(ElementType type) implements TorchClass {}

    Map<String, TorchClass> FUNCTIONS = ImmutableMap.of(
            "collections.OrderedDict", new OrderedDict(),
            "torch._utils._rebuild_tensor_v2", new RebuildTensor(),
            "torch._utils._rebuild_parameter", new RebuildParameter());

    /**
     * The class of that name.
     *
     * @throws PickleException naming it, if it is not on the list
     */
    static TorchClass named(String module, String name) throws PickleException {
        String full = module + "." + name;
        Optional<TorchClass> storage =
                module.equals("torch") ? ElementType.ofTorchStorage(name).map(StorageClass::new) : Optional.empty();
        return Optional.ofNullable(FUNCTIONS.get(full)).or(() -> storage).orElseThrow(() -> {
            return new PickleException("has an object of the class " + PickleReader.shown(full) + " in it; only"
                    + " tensors, dicts, lists, numbers and strings are read: save the state_dict alone");
        });
    }

    /** What calling it with these arguments would give. */
    default Object create(List<Object> arguments) throws PickleException {
        if (this instanceof OrderedDict && arguments.isEmpty()) {
            return new LinkedHashMap<>();
        }
        if (this instanceof RebuildParameter && !arguments.isEmpty() && arguments.get(0) instanceof PickledTensor) {
            return arguments.get(0);
        }
        if (this instanceof RebuildTensor && arguments.size() >= 4) {
            return PickledTensor.of(arguments);
        }
        throw new PickleException(
                "is damaged: the arguments of " + getClass().getSimpleName() + " are not those that PyTorch writes");
    }

    /** The storage that a persistent id stands for: "storage", its class, its name, its device, its length. */
    static PickledStorage storage(Object id) throws PickleException {
        if (id instanceof List<?> list
                && list.size() == 5
                && "storage".equals(list.get(0))
                && list.get(1) instanceof StorageClass storage
                && list.get(2) instanceof String key
                && list.get(4) instanceof Long length
                && length >= 0) {
            return new PickledStorage(storage.type(), key, length);
        }
        throw new PickleException("is damaged: the description of a storage is not what PyTorch writes");
    }
}
