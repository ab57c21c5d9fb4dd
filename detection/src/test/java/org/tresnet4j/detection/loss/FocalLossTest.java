package org.tresnet4j.detection.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.tresnet4j.detection.GoldenFile;

class FocalLossTest {

    private static final double EXACT = 1e-9;

    @Test
    void equalsTorchvision() {
        JsonNode golden = GoldenFile.read("losses").get("focal");
        FocalLoss focal = new FocalLoss(
                golden.get("alpha").asDouble(), golden.get("gamma").asDouble());
        double[] logits = GoldenFile.numbers(golden.get("logits"));
        double[] labels = GoldenFile.numbers(golden.get("labels"));
        double[] gradient = GoldenFile.numbers(golden.get("gradient").get(0));
        double loss = 0;
        for (int i = 0; i < logits.length; i++) {
            loss += focal.cost(logits[i], labels[i] > 0);
            assertThat(focal.slope(logits[i], labels[i] > 0)).isCloseTo(gradient[i], within(EXACT));
        }
        assertThat(loss).isCloseTo(golden.get("loss").asDouble(), within(EXACT));
    }

    @Test
    void slopeIsTheDerivativeForAnyFocusing() {
        for (double gamma : new double[] {0, 0.5, 1, 2, 3}) {
            FocalLoss focal = new FocalLoss(0.3, gamma);
            for (double logit = -8; logit <= 8; logit += 0.37) {
                for (boolean present : new boolean[] {true, false}) {
                    double slope = (focal.cost(logit + 1e-6, present) - focal.cost(logit - 1e-6, present)) / 2e-6;
                    assertThat(focal.slope(logit, present)).isCloseTo(slope, within(1e-6));
                }
            }
        }
    }

    @Test
    void staysFiniteForExtremeLogits() {
        for (double logit : new double[] {-1e30, -1e4, -700, 0, 700, 1e4, 1e30}) {
            for (boolean present : new boolean[] {true, false}) {
                assertThat(FocalLoss.DEFAULT.cost(logit, present)).isFinite().isNotNegative();
                assertThat(FocalLoss.DEFAULT.slope(logit, present)).isFinite();
            }
        }
    }
}
