package org.tresnet4j.datasets.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IndexReportTest {

    @Test
    void onlySaysWhatThereIsToSay() {
        assertThat(new IndexReport(205, 2804, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0).lines())
                .containsExactly("205 images, 2804 annotations", "boxes without area dropped: 1");
    }

    @Test
    void printsOneLineForEachCount() {
        assertThat(new IndexReport(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
                        .toString()
                        .lines())
                .hasSize(11);
    }
}
