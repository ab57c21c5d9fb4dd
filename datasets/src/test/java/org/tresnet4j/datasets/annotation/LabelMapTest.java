package org.tresnet4j.datasets.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabelMapTest {

    private final LabelMap labels = new LabelMap(List.of(new Category(17, "cat"), new Category(3, "car")));

    @Test
    void classIndicesFollowTheOrderOfTheFileNotTheIds() {
        assertThat(labels.classIndex(17)).hasValue(0);
        assertThat(labels.classIndex(3)).hasValue(1);
        assertThat(labels.names()).containsExactly("cat", "car");
    }

    @Test
    void aClassIndexLeadsBackToTheCategoryId() {
        assertThat(labels.categoryId(1)).isEqualTo(3);
        assertThat(labels.name(1)).isEqualTo("car");
    }

    @Test
    void anUnknownCategoryHasNoClass() {
        assertThat(labels.classIndex(1)).isEmpty();
    }

    @Test
    void anotherOrderIsAnotherMap() {
        LabelMap turned = new LabelMap(List.of(new Category(3, "car"), new Category(17, "cat")));
        assertThat(labels).isNotEqualTo(turned).isEqualTo(new LabelMap(labels.categories()));
    }

    @Test
    void anIdMayOccurOnlyOnce() {
        assertThatThrownBy(() -> new LabelMap(List.of(new Category(1, "a"), new Category(1, "b"))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
