package org.tresnet4j.multilabel.head;

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
}
