package org.tresnet4j.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonReportTest {

    @Test
    void hasTheFiguresOfEveryRound() throws JsonProcessingException {
        JsonNode results = new ObjectMapper()
                .readTree(JsonReport.render(ReportFixture.report()))
                .at("/groups/0/results");

        assertThat(results.at("/0/millis").toString()).isEqualTo("[100.0,120.0,110.0]");
        assertThat(results.at("/0/peak_mebibytes").asDouble()).isEqualTo(1120);
        assertThat(results.at("/2/left_out").asText()).isEqualTo("not installed");
    }

    @Test
    void drawsAChartForEveryGroup(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("results.png");
        BarCharts.write(ReportFixture.report(), file);
        assertThat(ImageIO.read(file.toFile()).getWidth()).isGreaterThan(100);
    }
}
