package org.tresnet4j.multilabel.head;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce3.Dot;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.backbone.kernel.Memory;

/**
 * Multi-head attention (1706.03762, section 3.2.2) of G queries to S positions in each of N images, or its gradients.
 *
 * <pre>
 *   for each image and head:  P = softmax(QKᵀ/√d);   C = PV   with d = D/heads;   the heads' C side by side, projected
 *   dV = PᵀdC;   dP = dCVᵀ;   dS = P∘(dP − Σ dP∘P);   dQ = dSK/√d;   dK = dSᵀQ/√d
 * </pre>
 *
 * @param heads a divisor of D
 * @param input the projections of queries, keys and values, one below the other: [3D,D]
 * @param output the projection of the result: [D,D]
 */
record MultiHeadAttention(int heads, Linear input, Linear output) {

    /** Keys and values. */
    private static final int PAIR = 2;

    /**
     * What the backward pass needs.
     *
     * @param output [N·G,D]
     * @param queries Q/√d [N·heads,G,d]
     * @param pairs K and V [2,N·heads,S,d]
     * @param probabilities P [N·heads,G,S]
     * @param dropped P as it was used
     * @param mask of the dropout between the two
     * @param context the heads' results side by side [N·G,D]
     */
    record Attended(
            INDArray output,
            INDArray queries,
            INDArray pairs,
            INDArray probabilities,
            INDArray dropped,
            Dropout.Mask mask,
            INDArray context) {

        INDArray keys() {
            return half(pairs, 0);
        }

        INDArray values() {
            return half(pairs, 1);
        }
    }

    /** The gradients of queries [N·G,D] and positions [N·S,D], in scratch memory. */
    record Gradients(INDArray queries, INDArray positions) {}

    private static INDArray half(INDArray pairs, int which) {
        return Slices.rows(pairs, which, which + 1).reshape(pairs.size(1), pairs.size(2), pairs.size(3));
    }

    /**
     * The forward pass.
     *
     * @param queries [N·G,D]
     * @param positions [N·S,D]
     */
    Attended forward(INDArray queries, INDArray positions, long images, Dropout dropout, Memory memory) {
        long g = queries.size(0) / images;
        long s = positions.size(0) / images;
        INDArray projected = queryProjection().forward(queries, memory).divi(root());
        INDArray q = memory.output(queries.dataType(), images * heads, g, depth());
        toHeads(projected, images, q);
        INDArray pairs = memory.output(queries.dataType(), PAIR, images * heads, s, depth());
        toPairs(pairProjection().forward(positions, memory), images, pairs);

        INDArray probabilities = memory.output(queries.dataType(), images * heads, g, s);
        BatchedProduct.transposedSecond(q, half(pairs, 0), probabilities);
        INDArray rows = rows(probabilities);
        Nd4j.exec(new SoftMax(rows, rows, 1));
        INDArray dropped = memory.output(queries.dataType(), probabilities.shape());
        dropped.assign(probabilities);
        Dropout.Mask mask = dropout.apply(dropped, memory);

        INDArray byHead = memory.scratch(queries.dataType(), images * heads, g, depth());
        BatchedProduct.of(dropped, half(pairs, 1), byHead);
        INDArray context = memory.output(queries.dataType(), queries.shape());
        fromHeads(byHead, images, context);
        return new Attended(output.forward(context, memory), q, pairs, probabilities, dropped, mask, context);
    }

    /**
     * The backward pass.
     *
     * @param queries as given to the forward pass
     * @param positions as given to the forward pass
     * @param gradients overwritten
     */
    Gradients backward(
            Attended forward,
            INDArray queries,
            INDArray positions,
            long images,
            INDArray dy,
            MultiHeadAttention gradients,
            Memory memory) {
        INDArray context = output.backward(forward.context(), dy, gradients.output, memory);
        INDArray dContext = memory.scratch(dy.dataType(), forward.queries().shape());
        toHeads(context, images, dContext);

        INDArray dPairs = memory.scratch(dy.dataType(), forward.pairs().shape());
        BatchedProduct.transposedFirst(forward.dropped(), dContext, half(dPairs, 1));
        INDArray scores = scoresGradient(forward, dContext, memory);
        BatchedProduct.transposedFirst(scores, forward.queries(), half(dPairs, 0));
        INDArray dQueries = memory.scratch(dy.dataType(), forward.queries().shape());
        BatchedProduct.of(scores, forward.keys(), dQueries);

        INDArray ofProjectedQueries = memory.scratch(dy.dataType(), queries.shape());
        fromHeads(dQueries.divi(root()), images, ofProjectedQueries);
        INDArray ofProjectedPairs = memory.scratch(dy.dataType(), positions.size(0), PAIR * width());
        fromPairs(dPairs, images, ofProjectedPairs);
        return new Gradients(
                queryProjection().backward(queries, ofProjectedQueries, gradients.queryProjection(), memory),
                pairProjection().backward(positions, ofProjectedPairs, gradients.pairProjection(), memory));
    }

    /** [N·heads,G,S]: of what the softmax was given. */
    private static INDArray scoresGradient(Attended forward, INDArray dContext, Memory memory) {
        INDArray scores =
                memory.scratch(dContext.dataType(), forward.probabilities().shape());
        BatchedProduct.transposedSecond(dContext, forward.values(), scores);
        INDArray rows = rows(forward.mask().apply(scores));
        INDArray probabilities = rows(forward.probabilities());
        INDArray sums = memory.scratch(rows.dataType(), rows.size(0));
        Nd4j.getExecutioner().exec(new Dot(rows, probabilities, sums, 1));
        rows.subiColumnVector(sums).muli(probabilities);
        return scores;
    }

    private long width() {
        return output.weights().size(0);
    }

    /** d. */
    private long depth() {
        return width() / heads;
    }

    private double root() {
        return Math.sqrt(depth());
    }

    private Linear queryProjection() {
        return part(0, width());
    }

    private Linear pairProjection() {
        return part(width(), (1 + PAIR) * width());
    }

    private Linear part(long from, long to) {
        return new Linear(Slices.rows(input.weights(), from, to), Slices.rows(input.bias(), from, to));
    }

    private static INDArray rows(INDArray batched) {
        return batched.reshape(batched.size(0) * batched.size(1), batched.size(2));
    }

    /** [N·L,D] → [N·heads,L,d]. */
    private void toHeads(INDArray rows, long images, INDArray target) {
        byHead(target, images).assign(byRow(rows, images).permute(0, 2, 1, 3));
    }

    /** [N·heads,L,d] → [N·L,D]. */
    private void fromHeads(INDArray heads, long images, INDArray target) {
        byRow(target, images).assign(byHead(heads, images).permute(0, 2, 1, 3));
    }

    /** [N·S,2D] → [2,N·heads,S,d]. */
    private void toPairs(INDArray rows, long images, INDArray target) {
        pairsByHead(target, images).assign(pairsByRow(rows, images).permute(2, 0, 3, 1, 4));
    }

    /** [2,N·heads,S,d] → [N·S,2D]. */
    private void fromPairs(INDArray pairs, long images, INDArray target) {
        pairsByRow(target, images).assign(pairsByHead(pairs, images).permute(1, 3, 0, 2, 4));
    }

    private INDArray byRow(INDArray rows, long images) {
        return rows.reshape(images, rows.size(0) / images, heads, depth());
    }

    private INDArray byHead(INDArray batched, long images) {
        return batched.reshape(images, heads, batched.size(1), depth());
    }

    private INDArray pairsByRow(INDArray rows, long images) {
        return rows.reshape(images, rows.size(0) / images, PAIR, heads, depth());
    }

    private INDArray pairsByHead(INDArray pairs, long images) {
        return pairs.reshape(PAIR, images, heads, pairs.size(2), depth());
    }
}
