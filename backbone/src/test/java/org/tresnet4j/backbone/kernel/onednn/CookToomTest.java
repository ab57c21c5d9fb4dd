package org.tresnet4j.backbone.kernel.onednn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CookToomTest {

    /** arXiv 1509.09308, section 4.3. */
    @Test
    void fourResultsOfThreeWeightsTakeThePublishedMatrices() {
        CookToom matrices = CookToom.of(4, 0, 1, -1, 2, -2);
        assertThat(matrices.values()).isDeepEqualTo(new float[][] {
            {4, 0, -5, 0, 1, 0},
            {0, -4, -4, 1, 1, 0},
            {0, 4, -4, -1, 1, 0},
            {0, -2, -1, 2, 1, 0},
            {0, 2, -1, -2, 1, 0},
            {0, 4, 0, -5, 0, 1}
        });
        assertThat(matrices.filters()).isDeepEqualTo(new float[][] {
            {1 / 4f, 0, 0},
            {-1 / 6f, -1 / 6f, -1 / 6f},
            {-1 / 6f, 1 / 6f, -1 / 6f},
            {1 / 24f, 1 / 12f, 1 / 6f},
            {1 / 24f, -1 / 12f, 1 / 6f},
            {0, 0, 1}
        });
        assertThat(matrices.results()).isDeepEqualTo(new float[][] {
            {1, 1, 1, 1, 1, 0},
            {0, 1, -1, 2, -2, 0},
            {0, 1, 1, 4, 4, 0},
            {0, 1, -1, 8, -8, 1}
        });
    }

    @Test
    void twoResultsOfFiveWeightsAreThoseOfTheDirectProducts() {
        CookToom matrices = CookToom.of(2, 0, 1, -1, 2, -0.5);
        double[] values = {3, -1, 4, 1, -5, 9};
        double[] weights = {2, 6, -5, 3, 0.5};
        double[] places = multiplied(matrices.values(), values);
        double[] filters = multiplied(matrices.filters(), weights);
        for (int i = 0; i < places.length; i++) {
            places[i] *= filters[i];
        }
        double[] results = multiplied(matrices.results(), places);
        assertThat(results).hasSize(2);
        for (int i = 0; i < results.length; i++) {
            double direct = 0;
            for (int j = 0; j < weights.length; j++) {
                direct += weights[j] * values[i + j];
            }
            assertThat(results[i]).isCloseTo(direct, within(1e-5));
        }
    }

    private static double[] multiplied(float[][] matrix, double[] vector) {
        double[] result = new double[matrix.length];
        for (int r = 0; r < matrix.length; r++) {
            for (int i = 0; i < vector.length; i++) {
                result[r] += matrix[r][i] * vector[i];
            }
        }
        return result;
    }
}
