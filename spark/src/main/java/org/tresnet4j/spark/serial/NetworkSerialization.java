package org.tresnet4j.spark.serial;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.serializers.FieldSerializer;
import com.esotericsoftware.kryo.serializers.JavaSerializer;
import java.util.Map;
import org.apache.spark.serializer.KryoRegistrator;
import org.deeplearning4j.spark.api.worker.NetBroadcastTuple;
import org.deeplearning4j.spark.impl.paramavg.aggregator.ParameterAveragingAggregationTuple;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Sends arrays in blocks and everything else as Java does. ND4J's own way, number by number, takes longer than the
 * network: see docs/cluster.md.
 */
public final class NetworkSerialization implements KryoRegistrator {

    /** What Spark has to be told to use it. The largest buffer is Kryo's limit; it grows as needed. */
    public static final Map<String, String> SETTINGS = Map.of(
            "spark.serializer",
            "org.apache.spark.serializer.KryoSerializer",
            "spark.kryo.registrator",
            NetworkSerialization.class.getName(),
            "spark.kryoserializer.buffer.max",
            "2047m");

    @Override
    public void registerClasses(Kryo kryo) {
        kryo.setDefaultSerializer(JavaSerializer.class);
        kryo.addDefaultSerializer(INDArray.class, ArraySerializer.class);
        kryo.addDefaultSerializer(NetBroadcastTuple.class, FieldSerializer.class);
        kryo.addDefaultSerializer(ParameterAveragingAggregationTuple.class, FieldSerializer.class);
    }
}
