package org.tresnet4j.detection.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tresnet4j.datasets.DatasetException;
import org.tresnet4j.detection.Shared;

class CocoEvaluationTest {

    private static final double EXACT = 1e-12;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "bccd_test, bccd/annotations/instances_test.json",
        "coco128_train, coco128/annotations/instances_train2017.json"
    })
    void equalsPycocotoolsOnRealAnnotations(String name, String annotations) throws IOException {
        CocoGroundTruth truth = CocoGroundTruth.read(Shared.file("data/" + annotations));
        List<DetectedObject> detections =
                CocoResults.read(Shared.file("reference/coco_eval/" + name + "_detections.json"), truth);
        CocoSummary summary = CocoEvaluation.evaluate(truth, detections);
        JsonNode expected = new ObjectMapper()
                .readTree(Shared.file("reference/coco_eval/" + name + "_expected.json")
                        .toFile());
        assertThat(summary.numbers()).hasSize(12);
        summary.numbers()
                .forEach((metric, value) -> assertThat(value)
                        .as(metric)
                        .isCloseTo(expected.get("summary").get(metric).asDouble(), within(EXACT)));
        assertThat(summary.apPerCategory())
                .hasSize(expected.get("ap_per_category").size());
        summary.apPerCategory()
                .forEach((id, value) -> assertThat(value)
                        .as("category " + id)
                        .isCloseTo(
                                expected.get("ap_per_category")
                                        .get(id.toString())
                                        .asDouble(),
                                within(EXACT)));
    }

    /** The definition for one image, one category and one threshold, by another route: every cut of the ranking. */
    @Test
    void averagePrecisionEqualsItsDefinition() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            List<GroundTruth> objects = new ArrayList<>();
            List<DetectedObject> detections = new ArrayList<>();
            int count = 1 + random.nextInt(5);
            for (int i = 0; i < count; i++) {
                // far apart, so that each detection can only belong to its own object
                objects.add(new GroundTruth(1, 1, 1000 * i, 0, 100, 100, 10_000, false));
                if (random.nextBoolean()) {
                    detections.add(new DetectedObject(1, 1, 1000 * i, 0, 100, 100, random.nextInt(4)));
                }
                if (random.nextBoolean()) {
                    detections.add(new DetectedObject(1, 1, 1000 * i + 500, 0, 100, 100, random.nextInt(4)));
                }
            }
            CocoGroundTruth truth = new CocoGroundTruth(List.of(1L), List.of(1L), objects);
            double expected = interpolated(detections, count);
            assertThat(CocoEvaluation.evaluate(truth, detections).numbers().get("AP"))
                    .isCloseTo(expected, within(EXACT));
        }
    }

    private static double interpolated(List<DetectedObject> detections, int objects) {
        List<DetectedObject> ranked = new ArrayList<>(detections);
        ranked.sort((a, b) -> Double.compare(b.score(), a.score()));
        double sum = 0;
        for (int r = 0; r <= 100; r++) {
            double best = 0;
            for (int cut = 1; cut <= ranked.size(); cut++) {
                long right = ranked.subList(0, cut).stream()
                        .filter(detection -> detection.x() % 1000 == 0)
                        .count();
                if (right / (double) objects >= (r == 100 ? 1 : r * 0.01)) {
                    best = Math.max(best, right / (double) cut);
                }
            }
            sum += best;
        }
        return sum / 101;
    }

    @Test
    void aCrowdTakesAnyNumberOfDetectionsWithoutCounting() {
        GroundTruth object = new GroundTruth(1, 1, 0, 0, 50, 50, 2500, false);
        GroundTruth crowd = new GroundTruth(1, 1, 200, 0, 300, 300, 90_000, true);
        CocoGroundTruth truth = new CocoGroundTruth(List.of(1L), List.of(1L), List.of(crowd, object));
        List<DetectedObject> detections = List.of(
                new DetectedObject(1, 1, 210, 10, 40, 40, 0.9),
                new DetectedObject(1, 1, 300, 100, 40, 40, 0.8),
                new DetectedObject(1, 1, 0, 0, 50, 50, 0.7));
        assertThat(CocoEvaluation.evaluate(truth, detections).numbers().get("AP"))
                .isCloseTo(1, within(EXACT));
    }

    @Test
    void objectsOfImagesThatAreNotListedDoNotCount() {
        CocoGroundTruth truth = new CocoGroundTruth(
                List.of(1L),
                List.of(1L),
                List.of(
                        new GroundTruth(1, 1, 0, 0, 50, 50, 2500, false),
                        new GroundTruth(9, 1, 0, 0, 50, 50, 2500, false)));
        List<DetectedObject> detections = List.of(new DetectedObject(1, 1, 0, 0, 50, 50, 1));
        assertThat(CocoEvaluation.evaluate(truth, detections).numbers().get("AP"))
                .isCloseTo(1, within(EXACT));
    }

    @Test
    void withoutObjectsThereIsNothingToMeasure() {
        CocoGroundTruth truth = new CocoGroundTruth(List.of(1L), List.of(1L), List.of());
        CocoSummary summary = CocoEvaluation.evaluate(truth, List.of(new DetectedObject(1, 1, 0, 0, 5, 5, 1)));
        assertThat(summary.numbers().values()).containsOnly(-1.0);
        assertThat(summary.apPerCategory()).isEqualTo(Map.of(1L, -1.0));
    }

    @Test
    void onlyTheHundredBestDetectionsOfAnImageCount() {
        CocoGroundTruth truth = new CocoGroundTruth(
                List.of(1L), List.of(1L), List.of(new GroundTruth(1, 1, 0, 0, 50, 50, 2500, false)));
        List<DetectedObject> detections = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            detections.add(new DetectedObject(1, 1, 500 + i, 500, 9, 9, 1));
        }
        detections.add(new DetectedObject(1, 1, 0, 0, 50, 50, 0.5));
        assertThat(CocoEvaluation.evaluate(truth, detections).numbers().get("AR100"))
                .isZero();
    }

    @Test
    void namesTheRecordThatIsWrong() throws IOException {
        Path truthFile =
                write("gt.json", "{\"images\": [{\"id\": 1}], \"categories\": [{\"id\": 1}], \"annotations\": []}");
        CocoGroundTruth truth = CocoGroundTruth.read(truthFile);
        Path other =
                write("other.json", "[{\"image_id\": 7, \"category_id\": 1, \"bbox\": [0, 0, 1, 1], \"score\": 0.5}]");
        assertThatThrownBy(() -> CocoResults.read(other, truth))
                .isInstanceOf(DatasetException.class)
                .hasMessageContainingAll("other.json", "detections[0]", "image 7");
        Path incomplete = write("incomplete.json", "[{\"image_id\": 1, \"category_id\": 1, \"bbox\": [0, 0, 1, 1]}]");
        assertThatThrownBy(() -> CocoResults.read(incomplete, truth)).hasMessageContaining("no number 'score'");
        Path box = write("box.json", "[{\"image_id\": 1, \"category_id\": 1, \"bbox\": [0, 0, 1], \"score\": 1}]");
        assertThatThrownBy(() -> CocoResults.read(box, truth)).hasMessageContaining("'bbox' of four numbers");
        assertThatThrownBy(() -> CocoResults.read(truthFile, truth)).hasMessageContaining("JSON list of detections");
        assertThatThrownBy(() -> CocoGroundTruth.read(other)).hasMessageContaining("not a COCO annotation file");
        assertThatThrownBy(() -> CocoGroundTruth.read(folder.resolve("absent.json")))
                .isInstanceOf(DatasetException.class)
                .hasMessageContaining("absent.json");
    }

    private Path write(String name, String json) throws IOException {
        return Files.writeString(folder.resolve(name), json);
    }
}
