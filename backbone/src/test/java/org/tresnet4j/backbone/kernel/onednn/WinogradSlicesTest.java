package org.tresnet4j.backbone.kernel.onednn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class WinogradSlicesTest {

    private static final long OF_IMAGE = 1000;

    /** Five images of three rows of tiles. */
    private static final ChannelsLast MAPS = new ChannelsLast(DataType.FLOAT, 5, 4, 11, 8);

    @Test
    void imagesStayWholeAndTheirSlicesDifferByOne() {
        WinogradSlices slices = WinogradSlices.ofImages(Winograd.F4, MAPS, OF_IMAGE, 2 * OF_IMAGE);
        assertThat(ranges(slices)).containsExactly(List.of(0, 3), List.of(3, 9), List.of(9, 15));
        assertThat(slices.mostRows()).isEqualTo(6);
        assertThat(slices.lanes()).isEqualTo(1);
    }

    @Test
    void anImageIsASliceHoweverLarge() {
        assertThat(ranges(WinogradSlices.ofImages(Winograd.F4, MAPS, OF_IMAGE, 1)))
                .hasSize(5);
        assertThat(ranges(WinogradSlices.ofImages(Winograd.F4, MAPS, OF_IMAGE, Long.MAX_VALUE)))
                .containsExactly(List.of(0, 15));
    }

    @Test
    void eachThreadGetsEquallyManySlicesOfRows() {
        WinogradSlices slices =
                WinogradSlices.ofRows(Winograd.F4, MAPS, OF_IMAGE, OF_IMAGE, 2).orElseThrow();
        assertThat(ranges(slices)).containsExactly(List.of(0, 3), List.of(3, 7), List.of(7, 11), List.of(11, 15));
        assertThat(slices.mostRows()).isEqualTo(4);
    }

    @Test
    void thereAreNoMoreSlicesThanRows() {
        assertThat(ranges(
                        WinogradSlices.ofRows(Winograd.F4, MAPS, OF_IMAGE, 1, 2).orElseThrow()))
                .hasSize(14)
                .contains(List.of(13, 15));
    }

    @Test
    void withoutASliceForEachThreadThereIsNone() {
        assertThat(WinogradSlices.ofRows(Winograd.F4, MAPS, OF_IMAGE, 2 * OF_IMAGE, 3))
                .isEmpty();
    }

    private static List<List<Integer>> ranges(WinogradSlices slices) {
        List<List<Integer>> ranges = Collections.synchronizedList(new ArrayList<>());
        slices.forEach((first, end, lane) -> ranges.add(List.of(first, end)));
        return ranges.stream()
                .sorted((a, b) -> Integer.compare(a.get(0), b.get(0)))
                .toList();
    }
}
