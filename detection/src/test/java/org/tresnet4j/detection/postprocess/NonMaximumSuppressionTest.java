package org.tresnet4j.detection.postprocess;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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
        List<Integer> kept = NonMaximumSuppression.perClass(all, Double.parseDouble(threshold), all.size()).stream()
                .map(all::indexOf)
                .toList();
        assertThat(kept).isEqualTo(expected);
    }

    @Test
    void objectsOfOtherClassesDoNotCount() {
        Box box = new Box(0, 0, 10, 10);
        List<Detection> both = List.of(new Detection(box, 0.9, 0), new Detection(box, 0.8, 1));
        assertThat(NonMaximumSuppression.perClass(both, 0.5, 2)).isEqualTo(both);
    }

    @Test
    void equalOverlapStays() {
        Detection first = new Detection(new Box(0, 0, 10, 10), 0.9, 0);
        Detection half = new Detection(new Box(0, 0, 10, 5), 0.8, 0);
        assertThat(NonMaximumSuppression.perClass(List.of(first, half), 0.5, 2)).containsExactly(first, half);
        assertThat(NonMaximumSuppression.perClass(List.of(first, half), 0.49, 2))
                .containsExactly(first);
    }

    @Test
    void equalsItsDefinitionOnRandomBoxesWithEqualScores() {
        Random random = new Random(6);
        for (int i = 0; i < 500; i++) {
            List<Detection> all = new ArrayList<>();
            int count = random.nextInt(60);
            for (int k = 0; k < count; k++) {
                double x = random.nextInt(12);
                double y = random.nextInt(12);
                Box box = new Box(x, y, x + random.nextInt(8), y + random.nextInt(8));
                all.add(new Detection(box, random.nextInt(10) / 10.0, random.nextInt(3)));
            }
            double threshold = random.nextInt(5) / 5.0;
            List<Detection> expected = pairwise(all, threshold);
            assertThat(NonMaximumSuppression.perClass(all, threshold, 1000)).isEqualTo(expected);
            int maximum = 1 + random.nextInt(20);
            assertThat(NonMaximumSuppression.perClass(all, threshold, maximum))
                    .isEqualTo(expected.subList(0, Math.min(maximum, expected.size())));
        }
    }

    /** As torchvision does it: a table of who is dropped, filled from the best down. */
    private static List<Detection> pairwise(List<Detection> all, double threshold) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            int place = 0;
            while (place < order.size()
                    && all.get(order.get(place)).score() >= all.get(i).score()) {
                place++;
            }
            order.add(place, i);
        }
        boolean[] dropped = new boolean[all.size()];
        List<Detection> kept = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            Detection better = all.get(order.get(i));
            if (dropped[i]) {
                continue;
            }
            kept.add(better);
            for (int j = i + 1; j < order.size(); j++) {
                Detection worse = all.get(order.get(j));
                dropped[j] |= worse.classIndex() == better.classIndex() && iou(better.box(), worse.box()) > threshold;
            }
        }
        return kept;
    }

    /** Not a number for two boxes without area, which exceeds nothing. */
    private static double iou(Box a, Box b) {
        double width = Math.max(Math.min(a.x2(), b.x2()) - Math.max(a.x1(), b.x1()), 0);
        double height = Math.max(Math.min(a.y2(), b.y2()) - Math.max(a.y1(), b.y1()), 0);
        double areas = a.width() * a.height() + b.width() * b.height();
        return width * height / (areas - width * height);
    }
}
