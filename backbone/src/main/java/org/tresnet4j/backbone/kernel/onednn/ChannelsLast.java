package org.tresnet4j.backbone.kernel.onednn;

import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.backbone.kernel.Memory;

/**
 * Maps in this implementation's layout: shape [N,C,H,W], the channels of a pixel side by side. Any layer can read them as
 * they are; only those of this project know that the order is not ND4J's.
 *
 * @param type float or bfloat16
 */
record ChannelsLast(DataType type, long batch, long channels, long height, long width) {

    static ChannelsLast of(INDArray maps) {
        return new ChannelsLast(maps.dataType(), maps.size(0), maps.size(1), maps.size(2), maps.size(3));
    }

    static ChannelsLast of(DataType type, long[] shape) {
        return new ChannelsLast(type, shape[0], shape[1], shape[2], shape[3]);
    }

    ChannelsLast in(DataType other) {
        return new ChannelsLast(other, batch, channels, height, width);
    }

    /** The same with other sides. */
    ChannelsLast withSides(long newHeight, long newWidth) {
        return new ChannelsLast(type, batch, channels, newHeight, newWidth);
    }

    /** What a window at stride 2 leaves of it. */
    ChannelsLast halved() {
        return withSides((height + 1) / 2, (width + 1) / 2);
    }

    ChannelsLast withChannels(long number) {
        return new ChannelsLast(type, batch, number, height, width);
    }

    long pixels() {
        return height * width;
    }

    long[] shape() {
        return new long[] {batch, channels, height, width};
    }

    INDArray output(Memory memory) {
        return aligned(memory.output(type, elementsAndRoom()));
    }

    INDArray scratch(Memory memory) {
        return aligned(memory.scratch(type, elementsAndRoom()));
    }

    /** One of the batch. */
    ChannelsLast image() {
        return withBatch(1);
    }

    ChannelsLast withBatch(long images) {
        return new ChannelsLast(type, images, channels, height, width);
    }

    /** Maps of one of the batch's images, in the same memory. */
    static INDArray image(INDArray maps, long index) {
        return images(maps, index, 1);
    }

    /** Maps of some of the batch's images, in the same memory. */
    static INDArray images(INDArray maps, long first, long count) {
        long[] strides = maps.stride();
        long[] shape = {count, maps.size(1), maps.size(2), maps.size(3)};
        long offset = maps.offset() + first * strides[0];
        return Nd4j.create(maps.data(), shape, strides, offset, 'c', maps.dataType());
    }

    private long elementsAndRoom() {
        return batch * channels * pixels() + Alignment.BYTES / type.width();
    }

    private INDArray aligned(INDArray room) {
        long skipped = Alignment.missing(address(room)) / type.width();
        long row = channels * width;
        long[] strides = {row * height, 1, row, channels};
        return Nd4j.create(room.data(), shape(), strides, skipped, 'c', type);
    }

    memory.desc desc() {
        return new memory.desc(shape(), Types.of(type), memory.format_tag.nhwc);
    }

    static boolean is(INDArray maps) {
        long[] stride = maps.stride();
        long channels = maps.size(1);
        long row = channels * maps.size(3);
        return stride[1] == 1 && stride[3] == channels && stride[2] == row && stride[0] == row * maps.size(2);
    }

    /** Maps from foreign layers in this layout and type; the same array where it is so already. */
    static INDArray of(INDArray maps, DataType type, Memory memory) {
        if (maps.dataType() == type && is(maps)) {
            return maps;
        }
        ChannelsLast target = new ChannelsLast(type, maps.size(0), maps.size(1), maps.size(2), maps.size(3));
        INDArray converted = target.scratch(memory);
        Reorder.copy(maps, converted);
        return converted;
    }

    static Address address(INDArray array) {
        return Address.of(array);
    }
}
