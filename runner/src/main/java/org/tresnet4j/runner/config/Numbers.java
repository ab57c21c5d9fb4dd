package org.tresnet4j.runner.config;

import java.math.BigDecimal;
import java.util.Locale;

/** Numbers as people write them in YAML, losing nothing. */
final class Numbers {

    private Numbers() {}

    static String text(double value) {
        double size = Math.abs(value);
        if (value == Math.rint(value) && size < 1e15) {
            return Long.toString((long) value);
        }
        if (size >= 1e-5 && size < 1e7) {
            return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
        }
        return Double.toString(value).toLowerCase(Locale.ROOT);
    }
}
