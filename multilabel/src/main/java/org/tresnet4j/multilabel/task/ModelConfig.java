package org.tresnet4j.multilabel.task;

import java.util.List;
import java.util.Optional;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.TResNetVariant;
import org.tresnet4j.runner.config.Key;

/**
 * The network.
 *
 * @param variant a name of {@link TResNetVariant}
 * @param size pixels a side of the images it sees
 * @param width channels after the stem, instead of the variant's
 * @param depths blocks of the four stages, instead of the variant's
 * @param head behind the backbone
 * @param decoder the size of an ML-Decoder
 */
public record ModelConfig(
        @Key("tresnet_m, tresnet_l, tresnet_xl, tresnet_l_v2, or tiny and tiny_v2 for processors")
        String variant,

        @Key(value = "pixels a side of the images the network sees, a multiple of 32", min = 32)
        int size,

        @Key(value = "channels after the stem, instead of the variant's", min = 1)
        Optional<Integer> width,

        @Key(value = "blocks in each of the four stages, instead of the variant's", min = 1)
        Optional<List<Integer>> depths,

        @Key(
                value =
                        "linear (pooling and a fully connected layer) or ml-decoder (attention to the positions of the map)",
                defaultValue = "linear")
        HeadKind head,

        @Key(value = "the size of the ml-decoder", when = "head=ml-decoder")
        DecoderConfig decoder) {

    public ModelConfig {
        TResNetVariant.named(variant, width, depths);
        TResNet.requireSide(size, TResNet.STRIDE);
    }

    /** The row of the family's table, with the changes asked for. */
    TResNetVariant resolved() {
        return TResNetVariant.named(variant, width, depths);
    }
}
