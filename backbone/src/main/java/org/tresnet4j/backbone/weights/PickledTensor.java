package org.tresnet4j.backbone.weights;

import java.util.List;

/** A tensor that a pickle speaks of: a window on a storage, not checked yet; offset and strides in numbers. */
record PickledTensor(PickledStorage storage, long offset, long[] shape, long[] strides) {

    /** From the arguments of {@code _rebuild_tensor_v2}. */
    static PickledTensor of(List<Object> arguments) throws PickleException {
        if (!(arguments.get(0) instanceof PickledStorage storage && arguments.get(1) instanceof Long offset)) {
            throw new PickleException("is damaged: a tensor has no storage");
        }
        return new PickledTensor(storage, offset, numbers(arguments.get(2)), numbers(arguments.get(3)));
    }

    private static long[] numbers(Object object) throws PickleException {
        if (object instanceof List<?> list && list.stream().allMatch(Long.class::isInstance)) {
            return list.stream().mapToLong(Long.class::cast).toArray();
        }
        throw new PickleException("is damaged: the size of a tensor is not a list of numbers");
    }
}
