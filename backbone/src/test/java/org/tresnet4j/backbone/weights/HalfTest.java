package org.tresnet4j.backbone.weights;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfTest {

    /** IEEE 754-2019, section 3.4, for all numbers there are. */
    @Test
    void isTheNumberThatTheBitsMean() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = bits >> 10 & 31;
            double fraction = (bits & 1023) / 1024d;
            double magnitude = exponent == 0 ? Math.scalb(fraction, -14) : Math.scalb(1 + fraction, exponent - 15);
            if (exponent == 31) {
                magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            }
            double expected = bits >> 15 == 0 ? magnitude : -magnitude;
            assertThat((double) Half.toFloat((short) bits)).isEqualTo(Double.valueOf(expected));
        }
    }
}
