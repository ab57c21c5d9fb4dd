package org.tresnet4j.backbone.onnx;

import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.protobuf.UnsafeByteOperations;

/**
 * An ONNX graph in the making. A value is known by its name, which is given once; operators are added in the order in which
 * they can be computed. What operators do is at <a href="https://onnx.ai/onnx/operators/">onnx.ai</a>.
 */
public final class OnnxGraph {

    /** The version of the operators: the lowest that has all of them, so that old runtimes do, too. */
    static final long OPSET = 13;

    /** The version of the file that came with {@link #OPSET} (ONNX 1.8). */
    private static final long IR_VERSION = 7;

    private static final String PRODUCER = "tresnet4j";

    /** The type of a value's elements. */
    public enum Type {
        FLOAT(DataType.FLOAT),
        INT64(DataType.INT64);

        private final DataType type;

        Type(DataType type) {
            this.type = type;
        }
    }

    private final GraphProto.Builder graph;
    private final Set<String> values = new HashSet<>();

    /** An empty graph of that name. */
    public OnnxGraph(String name) {
        this.graph = GraphProto.newBuilder().setName(name);
    }

    /**
     * Adds a float input.
     *
     * @param shape numbers and names of sizes that may vary, e.g. {@code N,3,224,224}
     * @return the name
     */
    public String input(String name, String shape) {
        graph.addInput(value(declared(name), Type.FLOAT, shape));
        return name;
    }

    /**
     * Makes a value an output.
     *
     * @param shape as {@link #input} has it
     */
    public void output(String value, Type type, String shape) {
        graph.addOutput(value(known(value), type, shape));
    }

    /**
     * Adds an operator with one result.
     *
     * @param inputs values; an empty name leaves an optional input out
     * @return the result
     */
    public String add(String operator, String result, List<String> inputs, Attribute... attributes) {
        return add(operator, List.of(result), inputs, attributes).get(0);
    }

    /** Adds an operator with several results and returns them. */
    public List<String> add(String operator, List<String> results, List<String> inputs, Attribute... attributes) {
        inputs.stream().filter(input -> !input.isEmpty()).forEach(this::known);
        results.forEach(this::declared);
        NodeProto.Builder node = NodeProto.newBuilder()
                .setOpType(operator)
                .setName(results.get(0))
                .addAllInput(inputs)
                .addAllOutput(results);
        Arrays.stream(attributes).map(Attribute::proto).forEach(node::addAttribute);
        graph.addNode(node);
        return results;
    }

    /** Adds a constant: an array's numbers, rounded to float, in its shape. */
    public String constant(String name, INDArray numbers) {
        float[] plain = numbers.dup('c').data().asFloat();
        ByteBuffer bytes = littleEndian(Math.multiplyExact(plain.length, Float.BYTES));
        bytes.asFloatBuffer().put(plain);
        return constant(name, DataType.FLOAT, bytes, numbers.shape());
    }

    /** Adds a constant of shape []. */
    public String scalar(String name, double number) {
        return constant(name, DataType.FLOAT, littleEndian(Float.BYTES).putFloat(0, (float) number));
    }

    /** Adds an int64 constant of shape []. */
    public String scalar(String name, long number) {
        return constant(name, DataType.INT64, littleEndian(Long.BYTES).putLong(0, number));
    }

    /** Adds an int64 constant of one dimension, as operators take shapes, axes and paddings. */
    public String list(String name, long... numbers) {
        ByteBuffer bytes = littleEndian(numbers.length * Long.BYTES);
        bytes.asLongBuffer().put(numbers);
        return constant(name, DataType.INT64, bytes, numbers.length);
    }

    private String constant(String name, DataType type, ByteBuffer numbers, long... shape) {
        graph.addInitializer(TensorProto.newBuilder()
                .setName(declared(name))
                .setDataType(type.getNumber())
                .addAllDims(Longs.asList(shape))
                // not a copy: weights are large
                .setRawData(UnsafeByteOperations.unsafeWrap(numbers)));
        return name;
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The whole as a model; the graph is not to be changed any more. */
    public OnnxModel model(OnnxMetadata metadata) {
        ModelProto.Builder model = ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName(PRODUCER)
                .setProducerVersion(metadata.codeVersion())
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph);
        metadata.properties()
                .forEach((key, value) -> model.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return new OnnxModel(model.build());
    }

    private String declared(String name) {
        if (!values.add(name)) {
            throw new IllegalArgumentException("the ONNX graph has two values '" + name + "'");
        }
        return name;
    }

    private String known(String name) {
        if (!values.contains(name)) {
            throw new IllegalArgumentException("the ONNX graph has no value '" + name + "' yet");
        }
        return name;
    }

    private static ValueInfoProto value(String name, Type type, String shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (String dimension : shape.split(",")) {
            Integer number = Ints.tryParse(dimension);
            dimensions.addDim(
                    number == null
                            ? TensorShapeProto.Dimension.newBuilder().setDimParam(dimension)
                            : TensorShapeProto.Dimension.newBuilder().setDimValue(number));
        }
        TypeProto.Tensor tensor = TypeProto.Tensor.newBuilder()
                .setElemType(type.type.getNumber())
                .setShape(dimensions)
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
