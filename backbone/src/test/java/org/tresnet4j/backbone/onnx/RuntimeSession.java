package org.tresnet4j.backbone.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A model in ONNX Runtime, as a program in production would have it. */
public final class RuntimeSession implements AutoCloseable {

    private static final OrtEnvironment ENVIRONMENT = OrtEnvironment.getEnvironment();

    private final OrtSession session;

    public RuntimeSession(OnnxModel model) throws OrtException {
        this(model.toBytes());
    }

    public RuntimeSession(byte[] model) throws OrtException {
        this.session = ENVIRONMENT.createSession(model);
    }

    /** The outputs by name for images [N,3,H,W]; empty arrays where nothing comes out. */
    public Map<String, INDArray> run(INDArray images) throws OrtException {
        FloatBuffer pixels = FloatBuffer.wrap(images.dup('c').data().asFloat());
        String input = session.getInputNames().iterator().next();
        try (OnnxTensor tensor = OnnxTensor.createTensor(ENVIRONMENT, pixels, images.shape());
                OrtSession.Result result = session.run(Map.of(input, tensor))) {
            Map<String, INDArray> outputs = new LinkedHashMap<>();
            for (Map.Entry<String, OnnxValue> output : result) {
                outputs.put(output.getKey(), array((OnnxTensor) output.getValue()));
            }
            return outputs;
        }
    }

    private static INDArray array(OnnxTensor tensor) {
        TensorInfo info = tensor.getInfo();
        boolean whole = info.type == ai.onnxruntime.OnnxJavaType.INT64;
        if (info.getNumElements() == 0) {
            return Nd4j.empty(whole ? DataType.INT64 : DataType.FLOAT);
        }
        if (whole) {
            long[] numbers = new long[Math.toIntExact(info.getNumElements())];
            tensor.getLongBuffer().get(numbers);
            return Nd4j.createFromArray(numbers).reshape(info.getShape());
        }
        float[] numbers = new float[Math.toIntExact(info.getNumElements())];
        tensor.getFloatBuffer().get(numbers);
        return Nd4j.createFromArray(numbers).reshape(info.getShape());
    }

    /** What the file says about its inputs and outputs, and {@code metadata_props}. */
    public OrtSession session() {
        return session;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
