package org.tresnet4j.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TResNetVariantTest {

    @ParameterizedTest
    @CsvSource({
        "tresnet_m, 31389032, 64, 128, 1024, 2048",
        "tresnet_l, 55989256, 76, 152, 1216, 2432",
        "tresnet_xl, 78436244, 83, 166, 1328, 2656",
        "tresnet_l_v2, 46174824, 256, 512, 1024, 2048"
    })
    void hasThePapersParametersAndChannels(String name, long parameters, int c2, int c3, int c4, int c5) {
        TResNetVariant variant = TResNetVariant.named(name);
        ComputationGraphConfiguration configuration = TResNet.of(variant).build();
        ComputationGraph network = new ComputationGraph(configuration);
        network.init();
        assertThat(TResNet.trainable(network)).isEqualTo(parameters);
        assertThat(List.of(variant.channels(0), variant.channels(1), variant.channels(2), variant.channels(3)))
                .containsExactly(c2, c3, c4, c5);
    }

    @Test
    void takesOtherWidthsAndDepths() {
        TResNetVariant narrow = TResNetVariant.M.withWidth(24).withDepths(List.of(1, 2, 3, 1));
        assertThat(narrow.channels(3)).isEqualTo(24 * 8 * 4);
        assertThatThrownBy(() -> TResNetVariant.M.withDepths(List.of(1, 2)))
                .hasMessageContaining("4 stages")
                .hasMessageContaining("[1, 2]");
    }

    @Test
    void namesTheKnownOnesWhenAskedForAnother() {
        assertThatThrownBy(() -> TResNetVariant.named("tresnet_s"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tresnet_s")
                .hasMessageContaining("tresnet_m");
    }
}
