package org.tresnet4j.datasets.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.datasets.Pictures;
import org.tresnet4j.datasets.transform.Sample;

class ImageTensorTest {

    @Test
    void pixelsStandAtImageChannelRowColumn() {
        BufferedImage picture = Pictures.plain(5, 4, Color.BLACK);
        picture.setRGB(3, 1, new Color(255, 51, 102).getRGB());
        try (Sample plain = Pictures.sample(Pictures.plain(5, 4, Color.WHITE));
                Sample marked = Pictures.sample(picture)) {
            INDArray tensor = ImageTensor.of(List.of(plain, marked));
            assertThat(tensor.shape()).containsExactly(2, 3, 4, 5);
            assertThat(tensor.dataType()).isEqualTo(DataType.FLOAT);
            assertThat(tensor.getFloat(0, 2, 3, 4)).isEqualTo(1f);
            assertThat(tensor.getFloat(1, 0, 1, 3)).isEqualTo(1f);
            assertThat(tensor.getFloat(1, 1, 1, 3)).isEqualTo(0.2f);
            assertThat(tensor.getFloat(1, 2, 1, 3)).isEqualTo(0.4f);
            assertThat(tensor.getFloat(1, 0, 0, 3)).isZero();
        }
    }

    @Test
    void differentSizesAreNamed() {
        try (Sample first = Pictures.sample(Pictures.plain(5, 4, Color.WHITE));
                Sample second = Pictures.sample(Pictures.plain(4, 5, Color.WHITE))) {
            assertThatThrownBy(() -> ImageTensor.of(List.of(first, second)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("memory.png is 5x4 and memory.png is 4x5");
        }
    }

    @Test
    void thereMustBeAnImage() {
        assertThatThrownBy(() -> ImageTensor.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
