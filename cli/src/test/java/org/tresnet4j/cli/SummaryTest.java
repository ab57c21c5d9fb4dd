package org.tresnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SummaryTest {

    private final Shell shell = new Shell();

    @TempDir
    private Path folder;

    /** Parameters as the papers' code counts them; channels of C2 to C5. */
    @ParameterizedTest
    @CsvSource({
        "tresnet_m, 31389032, 64, 128, 1024, 2048",
        "tresnet_l, 55989256, 76, 152, 1216, 2432",
        "tresnet_xl, 78436244, 83, 166, 1328, 2656",
        "tresnet_l_v2, 46174824, 256, 512, 1024, 2048"
    })
    void writesParametersAndFeatures(String model, long parameters, int c2, int c3, int c4, int c5) throws IOException {
        Path json = folder.resolve("summary.json");
        Shell.Result result = shell.run("summary", "--model", model, "--json", json);
        assertThat(result.err()).isEmpty();
        assertThat(result.code()).isZero();
        String features =
                "{\"name\":\"C2\",\"channels\":%d,\"stride\":4},{\"name\":\"C3\",\"channels\":%d,\"stride\":8},"
                        + "{\"name\":\"C4\",\"channels\":%d,\"stride\":16},{\"name\":\"C5\",\"channels\":%d,\"stride\":32}";
        ObjectMapper mapper = new ObjectMapper();
        assertThat(mapper.readTree(json.toFile()))
                .isEqualTo(mapper.readTree("{\"parameters\":" + parameters + ",\"features\":["
                        + features.formatted(c2, c3, c4, c5) + "]}"));
        assertThat(result.out()).contains(String.format("%,d parameters", parameters));
    }

    @Test
    void showsTheMapsSizes() {
        Shell.Result result = shell.run("summary", "--model", "tiny", "--classes", "10", "--size", "96");
        assertThat(result.code()).isZero();
        assertThat(result.out()).containsPattern("C2 +16 +4 +24x24").containsPattern("C5 +512 +32 +3x3");
        assertThat(shell.run("summary", "--model", "tiny").out()).doesNotContain("size");
    }
}
