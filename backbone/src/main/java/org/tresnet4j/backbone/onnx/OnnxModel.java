package org.tresnet4j.backbone.onnx;

import java.nio.file.Path;
import onnx.Onnx.ModelProto;
import org.tresnet4j.backbone.weights.WholeFile;

/** A model in ONNX, to be written. */
public final class OnnxModel {

    private final ModelProto proto;

    OnnxModel(ModelProto proto) {
        this.proto = proto;
    }

    /** The number of operators. */
    public int operators() {
        return proto.getGraph().getNodeCount();
    }

    /** The contents of its file. */
    public byte[] toBytes() {
        return proto.toByteArray();
    }

    /**
     * Writes the file.
     *
     * @throws org.tresnet4j.backbone.weights.WeightsException when it cannot be written; an earlier file of that name is then
     *     untouched
     */
    public void write(Path file) {
        WholeFile.write(file, proto::writeTo);
    }
}
