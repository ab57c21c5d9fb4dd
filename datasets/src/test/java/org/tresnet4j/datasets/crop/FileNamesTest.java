package org.tresnet4j.datasets.crop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "traffic light|traffic light",
                "Löwe (jung)|Löwe (jung)",
                "犬|犬",
                "red/green|red_green",
                "..\\..\\x|_.._x",
                "../x|_x",
                "a:b*c?|a_b_c_",
                ".hidden|hidden",
                "dots...|dots",
                "...|_",
                "CON|_CON",
                "nul.x|_nul.x",
                "console|console"
            })
    void areSafe(String name, String safe) {
        assertThat(FileNames.safe(name)).isEqualTo(safe);
    }

    @Test
    void areShort() {
        assertThat(FileNames.safe("x".repeat(300))).hasSize(56);
        assertThat(FileNames.safe("\ud840\udc00".repeat(300)).codePoints()).hasSize(56);
        assertThat(FileNames.safe("")).isEqualTo("_");
    }

    @Test
    void differ() {
        assertThat(FileNames.distinct(List.of("cat", "Cat", "a/b", "a:b", "a_b-2", "dog")))
                .containsExactly("cat", "Cat-2", "a_b", "a_b-2", "a_b-2-2", "dog");
    }
}
