package org.tresnet4j.datasets.transform;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tresnet4j.datasets.image.RgbImage;

class BilinearResizeTest {

    /** A picture by a formula that Python, too, can follow. */
    private static RgbImage formula(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int y = 0, i = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                for (int c = 0; c < 3; c++) {
                    rgb[i++] = (byte) (x * 37 + y * 101 + c * 59 + x * y % 23 * 11 ^ x >> 2);
                }
            }
        }
        return RgbImage.of(width, height, rgb);
    }

    /** SHA-256 of what Pillow 12.3.0 makes of the same picture with {@code resize((w, h), BILINEAR)}. */
    @ParameterizedTest(name = "{0}x{1} to {2}x{3}")
    @CsvSource({
        "640, 480, 224, 224, 06cbd45c3f6e2515e3ec1e4b2f0cb9c181c0129965f3eb9799c106bae51bed02",
        "640, 427, 448, 448, 96b78faa164541fcc77cf61430f3b80dea9f813ef176403d3e8593c2b01023bf",
        "333, 500, 224, 224, ad41427b116c3c9cc0b1d74e87d38928ccdda61bcf6ea2e48d1d52d92af09a1d",
        "100, 80, 224, 224, ea3669100ecefbe6ed697a04f42fd036de48bbd6d7e1fd3da97e16f0ae140d61"
    })
    void agreesWithPillowBitForBit(int width, int height, int newWidth, int newHeight, String sha256) {
        try (RgbImage image = formula(width, height);
                RgbImage resized = BilinearResize.resize(image, newWidth, newHeight)) {
            assertThat(Hashing.sha256().hashBytes(resized.toBytes())).hasToString(sha256);
        }
    }

    @Test
    void theSameSizeIsACopy() {
        try (RgbImage image = formula(20, 10);
                RgbImage copy = BilinearResize.resize(image, 20, 10)) {
            assertThat(copy).isNotSameAs(image);
            assertThat(copy.toBytes()).isEqualTo(image.toBytes());
        }
    }
}
