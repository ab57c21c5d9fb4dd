package org.tresnet4j.detection.task;

import java.util.List;
import java.util.Optional;
import org.tresnet4j.backbone.TResNetVariant;
import org.tresnet4j.detection.head.TowerSize;
import org.tresnet4j.runner.config.Key;

/** The network: TResNet, a feature pyramid, and a head for all its levels. */
public record ModelConfig(
        @Key("tresnet_m, tresnet_l, tresnet_xl, tresnet_l_v2, or tiny and tiny_v2 for processors")
        String variant,

        @Key(value = "channels after the stem, instead of the variant's", min = 1)
        Optional<Integer> width,

        @Key(value = "blocks in each of the four stages, instead of the variant's", min = 1)
        Optional<List<Integer>> depths,

        @Key(value = "atss (anchors chosen by their statistics) or fcos (no anchors)", defaultValue = "atss")
        HeadKind head,

        @Key(value = "channels of the pyramid and the head", defaultValue = "256", min = 1)
        int channels,

        @Key(value = "convolutions in each of the head's towers", defaultValue = "4", min = 0)
        int depth,

        @Key(value = "groups of the head's normalisation, a divisor of its channels", defaultValue = "32", min = 1)
        int groups,

        @Key(
                value = "parts of the backbone that do not learn: 0 none, 1 the stem, 2 and the first stage, up to 5",
                defaultValue = "0",
                min = 0,
                max = 5)
        int frozenStages,

        @Key(
                value = "whether the backbone normalises by its running statistics in training, too: for small batches",
                defaultValue = "false")
        boolean frozenStatistics) {

    public ModelConfig {
        TResNetVariant.named(variant, width, depths);
        new TowerSize(channels, depth, groups);
    }

    /** The row of the family's table, with the changes asked for. */
    TResNetVariant resolved() {
        return TResNetVariant.named(variant, width, depths);
    }

    TowerSize tower() {
        return new TowerSize(channels, depth, groups);
    }
}
