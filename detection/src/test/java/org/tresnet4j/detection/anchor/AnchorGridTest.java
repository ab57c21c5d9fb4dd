package org.tresnet4j.detection.anchor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AnchorGridTest {

    private final AnchorGrid grid = AnchorGrid.of(192, 160, AnchorGrid.STRIDES);

    @Test
    void hasALocationAtTheCentreOfEachPixelOfEachLevel() {
        assertThat(grid.levels()).isEqualTo(5);
        assertThat(grid.levelHeight(0)).isEqualTo(24);
        assertThat(grid.levelWidth(0)).isEqualTo(20);
        assertThat(grid.x(0)).isEqualTo(4);
        assertThat(grid.y(0)).isEqualTo(4);
        assertThat(grid.x(21)).isEqualTo(12);
        assertThat(grid.y(21)).isEqualTo(12);
        int p5 = grid.levelStart(2);
        assertThat(grid.stride(p5)).isEqualTo(32);
        assertThat(grid.x(p5 + 5)).isEqualTo(16);
        assertThat(grid.y(p5 + 5)).isEqualTo(48);
    }

    @Test
    void roundsSidesOfCoarseLevelsUpAsConvolutionsOfStrideTwoDo() {
        assertThat(grid.levelHeight(4)).isEqualTo(2);
        assertThat(grid.levelWidth(4)).isEqualTo(2);
        assertThat(grid.size()).isEqualTo(24 * 20 + 12 * 10 + 6 * 5 + 3 * 3 + 2 * 2);
    }
}
