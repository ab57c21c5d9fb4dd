package org.tresnet4j.multilabel.head;

import static org.tresnet4j.multilabel.head.MlDecoderParameters.ATTENTION_IN;
import static org.tresnet4j.multilabel.head.MlDecoderParameters.ATTENTION_NORM;
import static org.tresnet4j.multilabel.head.MlDecoderParameters.ATTENTION_OUT;
import static org.tresnet4j.multilabel.head.MlDecoderParameters.CLASSES;
import static org.tresnet4j.multilabel.head.MlDecoderParameters.CONTRACTION;
import static org.tresnet4j.multilabel.head.MlDecoderParameters.EMBEDDING;
import static org.tresnet4j.multilabel.head.MlDecoderParameters.EXPANSION;
import static org.tresnet4j.multilabel.head.MlDecoderParameters.FEED_FORWARD_NORM;
import static org.tresnet4j.multilabel.head.MlDecoderParameters.QUERIES;
import static org.tresnet4j.multilabel.head.MlDecoderParameters.QUERY_NORM;
import static org.tresnet4j.multilabel.head.MlDecoderParameters.bias;
import static org.tresnet4j.multilabel.head.MlDecoderParameters.weights;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.backbone.kernel.Memory;
import org.tresnet4j.multilabel.head.FeedForward.Fed;
import org.tresnet4j.multilabel.head.GroupLinear.Grouped;
import org.tresnet4j.multilabel.head.LayerNormalization.Normalized;
import org.tresnet4j.multilabel.head.MultiHeadAttention.Attended;

/**
 * ML-Decoder (2111.12933, section 3) from positions to logits, or its gradients: positions embedded by a fully connected
 * layer with ReLU; queries that do not learn; one decoder layer without self-attention, normalised behind each sum; the
 * group fully connected layer.
 *
 * @param queries [G,D]
 */
record Decoder(
        Linear embedding,
        INDArray queries,
        LayerNormalization queryNorm,
        MultiHeadAttention attention,
        LayerNormalization attentionNorm,
        FeedForward feedForward,
        LayerNormalization feedForwardNorm,
        GroupLinear classes) {

    /** What the backward pass needs, in the order of the computation; positions are [N·S,F]. */
    record Decoded(
            INDArray positions,
            INDArray embedded,
            Normalized queries,
            Attended attended,
            Dropout.Mask attendedMask,
            Normalized attendedSum,
            Fed fed,
            Dropout.Mask fedMask,
            Normalized fedSum,
            Grouped grouped) {

        /** [N,C]. */
        INDArray logits() {
            return grouped.logits();
        }
    }

    /**
     * Over a layer's parameters, or over the views of their gradients.
     *
     * @param table by name, see {@link MlDecoderParameters}
     */
    static Decoder of(Map<String, INDArray> table, int heads) {
        return new Decoder(
                linear(table, EMBEDDING),
                table.get(QUERIES),
                normalization(table, QUERY_NORM),
                new MultiHeadAttention(heads, linear(table, ATTENTION_IN), linear(table, ATTENTION_OUT)),
                normalization(table, ATTENTION_NORM),
                new FeedForward(linear(table, EXPANSION), linear(table, CONTRACTION)),
                normalization(table, FEED_FORWARD_NORM),
                new GroupLinear(table.get(weights(CLASSES)), table.get(bias(CLASSES))));
    }

    private static Linear linear(Map<String, INDArray> table, String name) {
        return new Linear(table.get(weights(name)), table.get(bias(name)));
    }

    private static LayerNormalization normalization(Map<String, INDArray> table, String name) {
        return new LayerNormalization(
                table.get(MlDecoderParameters.gamma(name)), table.get(MlDecoderParameters.beta(name)));
    }

    /**
     * The forward pass.
     *
     * @param positions [N·S,F], image by image
     */
    Decoded forward(INDArray positions, long images, Dropout dropout, Memory memory) {
        INDArray embedded = Rectifier.apply(embedding.forward(positions, memory));

        INDArray repeated = repeatedQueries(images, memory);
        INDArray doubled = repeatedQueries(images, memory);
        dropout.apply(doubled, memory);
        Normalized normalized = queryNorm.forward(doubled.addi(repeated), memory);

        Attended attended = attention.forward(normalized.output(), embedded, images, dropout, memory);
        Dropout.Mask attendedMask = dropout.apply(attended.output(), memory);
        Normalized attendedSum = attentionNorm.forward(attended.output().addi(normalized.output()), memory);

        Fed fed = feedForward.forward(attendedSum.output(), dropout, memory);
        Dropout.Mask fedMask = dropout.apply(fed.output(), memory);
        Normalized fedSum = feedForwardNorm.forward(fed.output().addi(attendedSum.output()), memory);

        Grouped grouped = classes.forward(fedSum.output(), memory);
        return new Decoded(
                positions, embedded, normalized, attended, attendedMask, attendedSum, fed, fedMask, fedSum, grouped);
    }

    /** [N·G,D]: the queries once for each image. */
    private INDArray repeatedQueries(long images, Memory memory) {
        INDArray rows = memory.output(queries.dataType(), images * queries.size(0), queries.size(1));
        Nd4j.exec(DynamicCustomOp.builder("tile")
                .addInputs(queries)
                .addOutputs(rows)
                .addIntegerArguments((int) images, 1)
                .build());
        return rows;
    }

    /**
     * The gradient of the positions, in scratch memory.
     *
     * @param dy of the logits
     * @param gradients overwritten; 0 for the queries, which do not learn
     */
    INDArray backward(Decoded forward, INDArray dy, Decoder gradients, Memory memory) {
        long images = dy.size(0);
        INDArray ofSum = classes.backward(forward.grouped(), dy, gradients.classes, memory);
        ofSum = feedForwardNorm.backward(forward.fedSum(), ofSum, gradients.feedForwardNorm, memory);
        ofSum.addi(feedForwardGradient(forward, ofSum, gradients, memory));
        ofSum = attentionNorm.backward(forward.attendedSum(), ofSum, gradients.attentionNorm, memory);

        MultiHeadAttention.Gradients attended = attention.backward(
                forward.attended(),
                forward.queries().output(),
                forward.embedded(),
                images,
                masked(forward.attendedMask(), ofSum, memory),
                gradients.attention,
                memory);
        queryNorm.backward(forward.queries(), ofSum.addi(attended.queries()), gradients.queryNorm, memory);
        gradients.queries.assign(0);
        INDArray ofEmbedded = Rectifier.gradient(forward.embedded(), attended.positions(), memory);
        return embedding.backward(forward.positions(), ofEmbedded, gradients.embedding, memory);
    }

    private INDArray feedForwardGradient(Decoded forward, INDArray ofSum, Decoder gradients, Memory memory) {
        return feedForward.backward(
                forward.fed(),
                forward.attendedSum().output(),
                masked(forward.fedMask(), ofSum, memory),
                gradients.feedForward,
                memory);
    }

    /** A sum's gradient where it passes a dropout; the sum's own stays as it is. */
    private static INDArray masked(Dropout.Mask mask, INDArray gradient, Memory memory) {
        if (mask.factors().isEmpty()) {
            return gradient;
        }
        INDArray copy = memory.scratch(gradient.dataType(), gradient.shape());
        copy.assign(gradient);
        return mask.apply(copy);
    }
}
