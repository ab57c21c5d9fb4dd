package org.tresnet4j.multilabel.head;

import static org.tresnet4j.multilabel.head.MlDecoderParameters.EXPANSION;
import static org.tresnet4j.multilabel.head.MlDecoderParameters.QUERIES;
import static org.tresnet4j.multilabel.head.MlDecoderParameters.weights;

import java.util.Optional;
import org.tresnet4j.backbone.weights.StateDict;
import org.tresnet4j.backbone.weights.Tensor;

/**
 * The size of an ML-Decoder.
 *
 * @param groups queries, each for as many classes; no more than there are classes. The paper has as many as classes for
 *     MS-COCO, and 100 for many classes
 * @param width of queries and embedded positions, a multiple of the heads; the paper has 768
 * @param heads of the attention; the paper has 8
 * @param hidden width inside the feed-forward part; the paper has 2048
 */
public record DecoderSize(int groups, int width, int heads, int hidden) {

    /** Of the authors' files, whose shapes do not tell it. */
    private static final int USUAL_HEADS = 8;

    public DecoderSize {
        if (groups < 1 || width < 1 || heads < 1 || hidden < 1) {
            throw new IllegalArgumentException("a decoder with " + groups + " groups, the width " + width + ", " + heads
                    + " heads and the hidden width " + hidden + ": each is at least 1");
        }
        if (width % heads != 0) {
            throw new IllegalArgumentException(
                    heads + " heads do not divide the width " + width + ": choose a divisor of " + width);
        }
    }

    /** The size of the head in a file, taken to have 8 heads as the authors' do; empty if it has no such head. */
    public static Optional<DecoderSize> of(StateDict file) {
        Tensor queries = tensor(file, QUERIES);
        Tensor expansion = tensor(file, weights(EXPANSION));
        if (queries == null || expansion == null) {
            return Optional.empty();
        }
        return Optional.of(new DecoderSize(side(queries, 0), side(queries, 1), USUAL_HEADS, side(expansion, 0)));
    }

    private static Tensor tensor(StateDict file, String parameter) {
        String name = MlDecoder.NODE + "." + MlDecoderParameters.OFFICIAL_NAMES.get(parameter);
        Tensor tensor = file.tensors().get(name);
        return tensor != null && tensor.shape().length == 2 ? tensor : null;
    }

    private static int side(Tensor tensor, int dimension) {
        return Math.toIntExact(tensor.shape()[dimension]);
    }
}
