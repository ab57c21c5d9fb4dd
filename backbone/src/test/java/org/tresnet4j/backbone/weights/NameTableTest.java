package org.tresnet4j.backbone.weights;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.TResNetVariant;

class NameTableTest {

    /** The golden files list every parameter of the PyTorch reference by the authors' name. */
    @ParameterizedTest
    @ValueSource(strings = {"tiny", "tiny_v2", "tresnet_m", "tresnet_l"})
    void hasTheAuthorsNames(String variant) throws IOException {
        Set<String> expected = new HashSet<>();
        try (InputStream file = NameTableTest.class.getResourceAsStream("/golden/" + variant + ".json")) {
            JsonNode golden = new ObjectMapper().readTree(file).get("train");
            golden.get("gradients").fieldNames().forEachRemaining(expected::add);
            golden.get("running").fieldNames().forEachRemaining(expected::add);
        }
        NameTable table = NameTable.of(TResNet.of(TResNetVariant.named(variant)).build());
        assertThat(table.by(Naming.OFFICIAL).keySet()).isEqualTo(expected);
    }

    @Test
    void hasTimmsNames() {
        assertThat(NameTable.of(TResNetVariant.TINY_V2).by(Naming.TIMM).keySet())
                .contains(
                        "body.conv1.conv.weight",
                        "body.conv1.bn.running_var",
                        "body.layer1.0.conv2.conv.weight",
                        "body.layer1.0.downsample.0.conv.weight",
                        "body.layer1.0.downsample.0.bn.bias",
                        "body.layer2.0.conv2.conv.weight",
                        "body.layer2.0.conv2.bn.weight",
                        "body.layer2.0.downsample.1.conv.weight",
                        "body.layer2.1.se.fc2.bias")
                .noneMatch(name -> name.contains(".0.0.") || name.endsWith(".1.weight"));
    }

    static List<TResNetVariant> variants() {
        return TResNetVariant.all();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void namesEveryParameterOfANetworkOnce(TResNetVariant variant) {
        ComputationGraph network =
                new ComputationGraph(TResNet.of(variant).classes(3).build());
        network.init();
        NameTable table = NameTable.of(network.getConfiguration());
        assertThat(table.parameters().stream().map(NamedParameter::key))
                .containsExactlyInAnyOrderElementsOf(network.paramTable().keySet());
        assertThat(table.by(Naming.TIMM)).hasSameSizeAs(table.by(Naming.OFFICIAL));
        for (NamedParameter parameter : table.parameters()) {
            assertThat(Layout.length(parameter.shape()))
                    .as(parameter.key())
                    .isEqualTo(network.getParam(parameter.key()).length());
        }
    }

    @ParameterizedTest
    @EnumSource
    void recognisesTheVariantOfAFile(Naming naming) {
        for (TResNetVariant variant : List.of(TResNetVariant.TINY, TResNetVariant.TINY_V2)) {
            ComputationGraph network =
                    new ComputationGraph(TResNet.of(variant).classes(3).build());
            network.init();
            assertThat(LikelyVariant.of(GraphWeights.of(network, naming), naming))
                    .contains(variant);
        }
    }

    @Test
    void recognisesTheVariantOfANetwork() {
        for (TResNetVariant variant : TResNetVariant.all()) {
            assertThat(LikelyVariant.of(NameTable.of(variant))).contains(variant);
        }
        assertThat(LikelyVariant.of(NameTable.of(TResNetVariant.TINY.withWidth(24))))
                .isEmpty();
    }
}
