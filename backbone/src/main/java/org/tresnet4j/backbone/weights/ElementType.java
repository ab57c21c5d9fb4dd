package org.tresnet4j.backbone.weights;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** How the numbers of a tensor are stored: little-endian. */
public enum ElementType {
    FLOAT64(8, "F64", "DoubleStorage") {
        @Override
        double read(ByteBuffer bytes, int at) {
            return bytes.getDouble(at);
        }
    },
    FLOAT32(4, "F32", "FloatStorage") {
        @Override
        double read(ByteBuffer bytes, int at) {
            return bytes.getFloat(at);
        }
    },
    FLOAT16(2, "F16", "HalfStorage") {
        @Override
        double read(ByteBuffer bytes, int at) {
            return Half.toFloat(bytes.getShort(at));
        }
    },
    BFLOAT16(2, "BF16", "BFloat16Storage") {
        @Override
        double read(ByteBuffer bytes, int at) {
            return Float.intBitsToFloat(bytes.getShort(at) << 16);
        }
    },
    INT64(8, "I64", "LongStorage") {
        @Override
        double read(ByteBuffer bytes, int at) {
            return bytes.getLong(at);
        }
    },
    INT32(4, "I32", "IntStorage") {
        @Override
        double read(ByteBuffer bytes, int at) {
            return bytes.getInt(at);
        }
    },
    INT16(2, "I16", "ShortStorage") {
        @Override
        double read(ByteBuffer bytes, int at) {
            return bytes.getShort(at);
        }
    },
    INT8(1, "I8", "CharStorage") {
        @Override
        double read(ByteBuffer bytes, int at) {
            return bytes.get(at);
        }
    },
    UINT8(1, "U8", "ByteStorage") {
        @Override
        double read(ByteBuffer bytes, int at) {
            return Byte.toUnsignedInt(bytes.get(at));
        }
    },
    BOOL(1, "BOOL", "BoolStorage") {
        @Override
        double read(ByteBuffer bytes, int at) {
            return bytes.get(at) == 0 ? 0 : 1;
        }
    };

    private final int size;
    private final String safetensorsName;
    private final String torchStorage;

    ElementType(int size, String safetensorsName, String torchStorage) {
        this.size = size;
        this.safetensorsName = safetensorsName;
        this.torchStorage = torchStorage;
    }

    /** Bytes of a number. */
    public int size() {
        return size;
    }

    /** The number at a byte; integers beyond 2⁵³ are rounded. */
    abstract double read(ByteBuffer bytes, int at);

    String safetensorsName() {
        return safetensorsName;
    }

    static Optional<ElementType> ofSafetensors(String name) {
        return Arrays.stream(values())
                .filter(type -> type.safetensorsName.equals(name))
                .findFirst();
    }

    /** The type that a class of the module {@code torch} stores, e.g. {@code HalfStorage}. */
    static Optional<ElementType> ofTorchStorage(String className) {
        return Arrays.stream(values())
                .filter(type -> type.torchStorage.equals(className))
                .findFirst();
    }
}
