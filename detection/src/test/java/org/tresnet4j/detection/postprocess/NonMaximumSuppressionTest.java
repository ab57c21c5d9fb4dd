package org.tresnet4j.detection.postprocess;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.detection.GoldenFile;

class NonMaximumSuppressionTest {

    @ParameterizedTest
    @ValueSource(strings = {"0.3", "0.5", "0.6"})
    void keepsWhatTorchvisionKeeps(String threshold) {
        JsonNode golden = GoldenFile.read("losses").get("nms");
        double[] scores = GoldenFile.numbers(golden.get("scores"));
        List<Detection> all = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            double[] sides = GoldenFile.numbers(golden.get("boxes").get(i));
            all.add(new Detection(new Box(sides[0], sides[1], sides[2], sides[3]), scores[i], 0));
        }
        List<Integer> expected = Arrays.stream(
                        GoldenFile.numbers(golden.get("kept").get(threshold)))
                .mapToObj(i -> (int) i)
                .toList();
        List<Integer> kept = NonMaximumSuppression.perClass(all, Double.parseDouble(threshold)).stream()
                .map(all::indexOf)
                .toList();
        assertThat(kept).isEqualTo(expected);
    }

    @Test
    void objectsOfOtherClassesDoNotCount() {
        Box box = new Box(0, 0, 10, 10);
        List<Detection> both = List.of(new Detection(box, 0.9, 0), new Detection(box, 0.8, 1));
        assertThat(NonMaximumSuppression.perClass(both, 0.5)).isEqualTo(both);
    }

    @Test
    void equalOverlapStays() {
        Detection first = new Detection(new Box(0, 0, 10, 10), 0.9, 0);
        Detection half = new Detection(new Box(0, 0, 10, 5), 0.8, 0);
        assertThat(NonMaximumSuppression.perClass(List.of(first, half), 0.5)).containsExactly(first, half);
        assertThat(NonMaximumSuppression.perClass(List.of(first, half), 0.49)).containsExactly(first);
    }
}
