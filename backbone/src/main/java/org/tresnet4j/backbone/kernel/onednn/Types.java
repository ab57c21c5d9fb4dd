package org.tresnet4j.backbone.kernel.onednn;

import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.buffer.DataType;

/** ND4J's types in oneDNN's words. */
final class Types {

    private Types() {}

    static memory.data_type of(DataType type) {
        return switch (type) {
            case FLOAT -> memory.data_type.f32;
            case BFLOAT16 -> memory.data_type.bf16;
            default -> throw new IllegalArgumentException("oneDNN's kernels have float and bfloat16, not " + type);
        };
    }

    static memory.desc plain(DataType type, long... shape) {
        memory.format_tag tag = switch (shape.length) {
            case 1 -> memory.format_tag.a;
            case 2 -> memory.format_tag.ab;
            case 4 -> memory.format_tag.abcd;
            default -> throw new IllegalArgumentException("no plain layout of rank " + shape.length);
        };
        return new memory.desc(shape, of(type), tag);
    }
}
