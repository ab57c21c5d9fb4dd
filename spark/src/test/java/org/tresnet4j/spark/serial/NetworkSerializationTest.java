package org.tresnet4j.spark.serial;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import scala.reflect.ClassTag$;

class NetworkSerializationTest {

    private final SerializerInstance serializer = serializer().newInstance();

    private static Serializer serializer() {
        SparkConf conf = new SparkConf(false);
        NetworkSerialization.SETTINGS.forEach(conf::set);
        return new KryoSerializer(conf);
    }

    private static <T> T through(SerializerInstance serializer, T object) {
        ByteBuffer bytes = serializer.serialize(object, ClassTag$.MODULE$.apply(Object.class));
        return serializer.deserialize(bytes, ClassTag$.MODULE$.apply(Object.class));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 200_001})
    void floatsOfAnyNumber(int extra) {
        INDArray array = Nd4j.rand(DataType.FLOAT, 1, 1 + extra);
        assertThat(through(serializer, array)).isEqualTo(array);
    }

    @Test
    void viewsOtherOrdersAndOtherTypes() {
        INDArray whole = Nd4j.rand(DataType.FLOAT, 6, 8);
        INDArray view = whole.getColumns(1, 3).transpose();
        assertThat(through(serializer, view)).isEqualTo(view.dup());
        INDArray fortran = whole.dup('f');
        assertThat(through(serializer, fortran)).isEqualTo(whole);
        INDArray doubles = Nd4j.rand(DataType.DOUBLE, 3, 4);
        assertThat(through(serializer, doubles)).isEqualTo(doubles);
    }

    @Test
    void aNetworkWithItsUpdaterState() {
        ComputationGraphConfiguration conf = new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("out", new OutputLayer.Builder().nIn(3).nOut(2).build(), "in")
                .setOutputs("out")
                .build();
        INDArray parameters = Nd4j.rand(DataType.FLOAT, 1, 8);
        INDArray state = Nd4j.rand(DataType.FLOAT, 1, 16);
        NetBroadcastTuple sent = through(serializer, new NetBroadcastTuple(conf, parameters, state));
        assertThat(sent.getParameters()).isEqualTo(parameters);
        assertThat(sent.getUpdaterState()).isEqualTo(state);
        assertThat(sent.getGraphConfiguration().toJson()).isEqualTo(conf.toJson());
        assertThat(through(serializer, new NetBroadcastTuple(conf, parameters, null))
                        .getUpdaterState())
                .isNull();
    }

    @Test
    void isFasterThanNumberByNumber() {
        INDArray array = Nd4j.rand(DataType.FLOAT, 1, 4_000_000);
        SerializerInstance java = new JavaSerializer(new SparkConf(false)).newInstance();
        through(serializer, array);
        through(java, array);
        long blocks = nanos(serializer, array);
        long numbers = nanos(java, array);
        assertThat(blocks).isLessThan(numbers / 2);
    }

    private static long nanos(SerializerInstance serializer, INDArray array) {
        long begun = System.nanoTime();
        through(serializer, array);
        return System.nanoTime() - begun;
    }
}
