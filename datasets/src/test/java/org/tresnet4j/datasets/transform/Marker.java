package org.tresnet4j.datasets.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.image.BufferedImage;
import org.tresnet4j.datasets.Pictures;
import org.tresnet4j.datasets.annotation.Box;

/** A red rectangle on black, painted where the box is; whatever moves it, it must be where the box then says. */
final class Marker {

    static final Box BOX = Box.fromXywh(24, 8, 16, 32);

    private Marker() {}

    static Sample marked(int width, int height) {
        return marked(width, height, BOX);
    }

    /** The box in whole pixels. */
    static Sample marked(int width, int height, Box box) {
        BufferedImage picture = Pictures.plain(width, height, Color.BLACK);
        Pictures.fill(picture, (int) box.x1(), (int) box.y1(), (int) box.width(), (int) box.height(), Color.RED);
        return Pictures.sample(picture, box);
    }

    /** The smallest box around everything that is rather red than black. */
    static Box redBox(Sample sample) {
        int width = sample.image().width();
        byte[] rgb = sample.image().toBytes();
        int left = width;
        int top = sample.image().height();
        int right = 0;
        int bottom = 0;
        for (int i = 0; i < rgb.length / 3; i++) {
            if ((rgb[3 * i] & 0xFF) >= 128) {
                left = Math.min(left, i % width);
                right = Math.max(right, i % width + 1);
                top = Math.min(top, i / width);
                bottom = Math.max(bottom, i / width + 1);
            }
        }
        return new Box(left, top, right, bottom);
    }

    /** Within the half pixel that resizing leaves open. */
    static void assertMarkerInItsBox(Sample sample) {
        assertSame(redBox(sample), sample.annotations().get(0).box(), 0.51);
    }

    static void assertBackInPlace(Sample sample) {
        assertSame(
                sample.fromSource().inverse().apply(sample.annotations().get(0).box()), BOX, 1e-9);
    }

    static void assertSame(Box found, Box expected, double tolerance) {
        assertThat(found.x1()).isCloseTo(expected.x1(), within(tolerance));
        assertThat(found.y1()).isCloseTo(expected.y1(), within(tolerance));
        assertThat(found.x2()).isCloseTo(expected.x2(), within(tolerance));
        assertThat(found.y2()).isCloseTo(expected.y2(), within(tolerance));
    }
}
