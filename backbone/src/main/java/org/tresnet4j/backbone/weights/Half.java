package org.tresnet4j.backbone.weights;

/** IEEE 754 binary16, which Java 17 cannot read by itself. */
final class Half {

    private static final int EXPONENT = 0x1f;
    private static final int MANTISSA_BITS = 10;
    private static final int MANTISSA = (1 << MANTISSA_BITS) - 1;

    /** From a mantissa of 10 bits to one of 23. */
    private static final int WIDENING = 13;

    /** From a bias of 15 to one of 127. */
    private static final int REBIAS = 127 - 15;

    /** The value of the lowest bit of a subnormal. */
    private static final float SUBNORMAL_UNIT = 0x1p-24f;

    private Half() {}

    /** The same number; every binary16 is a float. */
    static float toFloat(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >>> MANTISSA_BITS & EXPONENT;
        int mantissa = bits & MANTISSA;
        if (exponent == 0) {
            float magnitude = mantissa * SUBNORMAL_UNIT;
            return sign == 0 ? magnitude : -magnitude;
        }
        int widened = exponent == EXPONENT ? 0xff : exponent + REBIAS;
        return Float.intBitsToFloat(sign | widened << 23 | mantissa << WIDENING);
    }
}
