package org.tresnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CocoEvalTest {

    @TempDir
    private Path folder;

    private final Shell shell = new Shell();
    private Path truth;

    @BeforeEach
    void oneObject() throws IOException {
        truth = Files.writeString(folder.resolve("gt.json"), """
                {"images": [{"id": 1}], "categories": [{"id": 5, "name": "cat"}], "annotations": [
                  {"id": 1, "image_id": 1, "category_id": 5, "bbox": [0, 0, 50, 50], "area": 2500, "iscrowd": 0}]}
                """);
    }

    @Test
    void writesTheTwelveNumbersAndThoseOfEachCategory() throws IOException {
        Path json = folder.resolve("out.json");
        Path detections =
                detections("[{\"image_id\": 1, \"category_id\": 5, \"bbox\": [0, 0, 50, 44], \"score\": 0.9}]");
        Shell.Result result =
                shell.run("coco-eval", "--ground-truth", truth, "--detections", detections, "--json", json);
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("AP75", "Average Recall").doesNotContain("null");
        JsonNode written = new ObjectMapper().readTree(json.toFile());
        assertThat(written.get("summary")).hasSize(12);
        assertThat(written.get("summary").get("AP50").asDouble()).isCloseTo(1, within(1e-12));
        // overlap 0.88: eight of ten thresholds
        assertThat(written.get("ap_per_category").get("5").asDouble()).isCloseTo(0.8, within(1e-12));
    }

    @Test
    void findsTheImageOfADetectionByTheNameOfItsFile() throws IOException {
        truth = Files.writeString(folder.resolve("named.json"), """
                {"images": [{"id": 1, "file_name": "train/a.jpg"}, {"id": 7, "file_name": "train/b.jpg"}],
                 "categories": [{"id": 5, "name": "cat"}], "annotations": [
                  {"id": 1, "image_id": 7, "category_id": 5, "bbox": [0, 0, 50, 50], "area": 2500, "iscrowd": 0}]}
                """);
        Path json = folder.resolve("named-out.json");
        Path detections = detections("[{\"image_id\": 1, \"file_name\": \"/photos/b.jpg\", \"category_id\": 5,"
                + " \"bbox\": [0, 0, 50, 50], \"score\": 0.9}]");
        shell.run("coco-eval", "--ground-truth", truth, "--detections", detections, "--json", json);
        JsonNode written = new ObjectMapper().readTree(json.toFile());
        assertThat(written.get("summary").get("AP").asDouble()).isCloseTo(1, within(1e-12));
    }

    @Test
    void refusesADetectionInAFileThatTheGroundTruthDoesNotHave() throws IOException {
        truth = Files.writeString(folder.resolve("named.json"), """
                {"images": [{"id": 1, "file_name": "a.jpg"}], "categories": [{"id": 5}], "annotations": []}
                """);
        // whoever numbers pictures from 1 has an image 1, too
        Path detections = detections("[{\"image_id\": 1, \"file_name\": \"b.jpg\", \"category_id\": 5,"
                + " \"bbox\": [0, 0, 5, 5], \"score\": 1}]");
        Shell.Result result = shell.run("coco-eval", "--ground-truth", truth, "--detections", detections);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("is in image b.jpg, which the ground truth does not list");
    }

    @Test
    void saysWhatIsLeftOut() throws IOException {
        Path detections = detections("[{\"image_id\": 1, \"category_id\": 6, \"bbox\": [0, 0, 5, 5], \"score\": 1}]");
        Shell.Result result = shell.run("coco-eval", "--ground-truth", truth, "--detections", detections);
        assertThat(result.code()).isZero();
        assertThat(result.err()).contains("1 detections are of categories");
    }

    @Test
    void namesAFileThatIsNotThere() {
        Shell.Result result =
                shell.run("coco-eval", "--ground-truth", truth, "--detections", folder.resolve("absent.json"));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--detections", "absent.json");
    }

    private Path detections(String json) throws IOException {
        return Files.writeString(folder.resolve("dt.json"), json);
    }
}
