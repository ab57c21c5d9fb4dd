package org.tresnet4j.datasets.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opencv.core.CvType;
import org.opencv.core.Mat;

class RgbImageTest {

    @Test
    void bytesComeOutAsTheyWentIn() {
        byte[] rgb = {1, 2, 3, (byte) 200, 5, 6};
        try (RgbImage image = RgbImage.of(2, 1, rgb)) {
            assertThat(image.toBytes()).isEqualTo(rgb);
        }
    }

    @Test
    void closingReleasesThePixelsAtOnce() {
        RgbImage image = RgbImage.of(1, 1, new byte[3]);
        Mat mat = image.mat();
        image.close();
        assertThat(mat.empty()).isTrue();
    }

    @Test
    void aClosedImageSaysSo() {
        RgbImage image = RgbImage.of(1, 1, new byte[3]);
        image.close();
        image.close();
        assertThatThrownBy(image::width).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void bytesMustFitTheSize() {
        assertThatThrownBy(() -> RgbImage.of(2, 2, new byte[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2x2");
    }

    @Test
    void onlyEightBitColourIsAccepted() {
        OpenCv.load();
        Mat grey = new Mat(2, 2, CvType.CV_8UC1);
        assertThatThrownBy(() -> RgbImage.of(grey)).isInstanceOf(IllegalArgumentException.class);
        grey.release();
    }
}
