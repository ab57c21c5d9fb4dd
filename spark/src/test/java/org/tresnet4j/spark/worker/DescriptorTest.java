package org.tresnet4j.spark.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DescriptorTest {

    private static final List<String> BATCHES = List.of("{\"images\": [\u00e9 %]}", "b: c//d", "");

    @Test
    void eachKnowsTheNext() {
        List<Descriptor> read =
                Descriptor.paths(BATCHES).stream().map(Descriptor::parse).toList();
        assertThat(read)
                .containsExactly(
                        new Descriptor(BATCHES.get(0), Optional.of(BATCHES.get(1))),
                        new Descriptor(BATCHES.get(1), Optional.of(BATCHES.get(2))),
                        new Descriptor(BATCHES.get(2), Optional.empty()));
    }

    @Test
    void isAPathWithoutAFileSystem() {
        for (String path : Descriptor.paths(BATCHES)) {
            assertThat(URI.create(path).getScheme()).isNull();
            assertThat(path).matches("[\\w.-]+");
        }
    }
}
