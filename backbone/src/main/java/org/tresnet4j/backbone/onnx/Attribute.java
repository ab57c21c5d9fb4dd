package org.tresnet4j.backbone.onnx;

import com.google.common.primitives.Longs;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import org.nd4j.shade.protobuf.ByteString;

/** A named constant of an operator, as the operator's documentation lists them. */
public final class Attribute {

    private final AttributeProto proto;

    private Attribute(AttributeProto.Builder proto, String name, AttributeType type) {
        this.proto = proto.setName(name).setType(type).build();
    }

    /** A whole number. */
    public static Attribute whole(String name, long value) {
        return new Attribute(AttributeProto.newBuilder().setI(value), name, AttributeType.INT);
    }

    /** A list of whole numbers. */
    public static Attribute list(String name, long... values) {
        return new Attribute(AttributeProto.newBuilder().addAllInts(Longs.asList(values)), name, AttributeType.INTS);
    }

    /** A number. */
    public static Attribute number(String name, double value) {
        return new Attribute(AttributeProto.newBuilder().setF((float) value), name, AttributeType.FLOAT);
    }

    /** A word. */
    public static Attribute text(String name, String value) {
        return new Attribute(
                AttributeProto.newBuilder().setS(ByteString.copyFromUtf8(value)), name, AttributeType.STRING);
    }

    AttributeProto proto() {
        return proto;
    }
}
