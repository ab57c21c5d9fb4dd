package org.tresnet4j.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.tresnet4j.backbone.Hashed;
import org.tresnet4j.backbone.ReferenceNetwork;
import org.tresnet4j.backbone.TResNetVariant;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.transform.BoxMap;
import org.tresnet4j.detection.anchor.AnchorGrid;
import org.tresnet4j.detection.assign.Assigner;
import org.tresnet4j.detection.assign.AtssAssigner;
import org.tresnet4j.detection.box.BoxCoding;
import org.tresnet4j.detection.loss.LossComponents;
import org.tresnet4j.detection.loss.Targets;
import org.tresnet4j.detection.postprocess.Detection;
import org.tresnet4j.detection.postprocess.DetectionDecoder;
import org.tresnet4j.detection.postprocess.DetectionDecoder.Placement;
import org.tresnet4j.detection.postprocess.DetectionOptions;

/** A whole detector in double against the numbers of an independent PyTorch implementation. */
class GoldenDetectorTest {

    private static final double EXACT = 1e-8;
    private static final int SIDE = 192;

    private static JsonNode golden;
    private static ReferenceDetector detector;
    private static Map<String, INDArray> activations;
    private static AnchorGrid grid;
    private static List<Targets.Image> targets;

    @BeforeAll
    static void run() {
        golden = GoldenFile.read("atss_tiny");
        INDArray[] features = features();
        detector = new ReferenceDetector(
                Arrays.stream(features).map(f -> (int) f.size(1)).toList(), DataType.DOUBLE);
        grid = AnchorGrid.of(SIDE, SIDE, AnchorGrid.STRIDES);
        targets = targets();
        ComputationGraph network = detector.network;
        network.setInputs(features);
        network.setLabels(Targets.of(targets, grid, DataType.DOUBLE));
        network.computeGradientAndScore();
        activations = network.feedForward(features, false);
    }

    private static INDArray[] features() {
        ComputationGraph backbone = ReferenceNetwork.create(TResNetVariant.named("tiny"), 1000, DataType.DOUBLE);
        INDArray images = Hashed.array(DataType.DOUBLE, "input", 0.5, 0.5, 2, 3, SIDE, SIDE);
        Map<String, INDArray> all = backbone.feedForward(images, false);
        return Stream.of(1, 2, 3)
                .map(stage -> all.get(last(all, "body.layer" + (stage + 1) + ".")))
                .toArray(INDArray[]::new);
    }

    /** The node of a stage's last block. */
    private static String last(Map<String, INDArray> all, String prefix) {
        int block = 0;
        while (all.containsKey(prefix + (block + 1))) {
            block++;
        }
        return prefix + block;
    }

    private static List<Targets.Image> targets() {
        List<Targets.Image> images = new ArrayList<>();
        for (int n = 0; n < 2; n++) {
            List<Annotation> objects = new ArrayList<>();
            for (int i = 0; i < golden.get("boxes").get(n).size(); i++) {
                JsonNode box = golden.get("boxes").get(n).get(i);
                Box sides = new Box(
                        box.get(0).asDouble(),
                        box.get(1).asDouble(),
                        box.get(2).asDouble(),
                        box.get(3).asDouble());
                int label = golden.get("labels").get(n).get(i).asInt();
                objects.add(new Annotation(i, label, sides, sides.area(), false));
            }
            int[] assigned = new AtssAssigner()
                    .assign(grid, objects.stream().map(Annotation::box).toList(), extent(n, 0), extent(n, 1));
            images.add(new Targets.Image(objects, assigned));
        }
        return images;
    }

    private static double extent(int image, int side) {
        return golden.get("extent").get(image).get(side).asDouble();
    }

    @Test
    void assignedAnchors() {
        for (int n = 0; n < 2; n++) {
            int[] assigned = targets.get(n).assigned();
            List<List<Integer>> positives = new ArrayList<>();
            int outside = 0;
            for (int i = 0; i < assigned.length; i++) {
                if (assigned[i] >= 0) {
                    positives.add(List.of(i, assigned[i]));
                }
                outside += assigned[i] == Assigner.OUTSIDE ? 1 : 0;
            }
            List<List<Integer>> expected = new ArrayList<>();
            golden.get("assigned")
                    .get(n)
                    .forEach(pair -> expected.add(
                            List.of(pair.get(0).asInt(), pair.get(1).asInt())));
            assertThat(positives).isEqualTo(expected);
            assertThat(outside).isEqualTo(golden.get("outside").get(n).asInt());
        }
    }

    @Test
    void featuresAndLevels() {
        for (int level = 3; level <= 5; level++) {
            check("C" + level, activations.get("C" + level), golden.get("features"));
        }
        for (int level = 3; level <= 7; level++) {
            check("P" + level, activations.get("fpn.output" + level), golden.get("levels"));
        }
    }

    @Test
    void headOutputs() {
        INDArray rows = activations.get("head");
        check("logits", columns(rows, 0, 3), golden);
        check("deltas", columns(rows, 3, 7), golden);
        check("centerness", columns(rows, 7, 8), golden);
    }

    private static INDArray columns(INDArray rows, int from, int to) {
        return rows.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(from, to));
    }

    @Test
    void lossComponents() {
        LossComponents latest = detector.loss.latest();
        JsonNode expected = golden.get("loss");
        assertThat(latest.positives()).isEqualTo(expected.get("positives").asInt());
        close("classes", latest.classes(), expected.get("classes").asDouble());
        close("boxes", latest.boxes(), expected.get("boxes").asDouble());
        close("centerness", latest.centerness(), expected.get("centerness").asDouble());
        close("score", detector.network.score(), latest.total());
    }

    @Test
    void gradientsOfParameters() {
        Map<String, INDArray> gradients = detector.network.gradient().gradientForVariable();
        JsonNode expected = golden.get("gradients");
        int compared = 0;
        for (Map.Entry<String, INDArray> entry : gradients.entrySet()) {
            String name = ReferenceDetector.referenceName(entry.getKey());
            INDArray gradient = entry.getValue();
            if (name.startsWith("head.regression")) {
                checkGradient(name.replace("regression", "deltas"), rows(gradient, 0, 4), expected);
                checkGradient(name.replace("regression", "centerness"), rows(gradient, 4, 5), expected);
                compared += 2;
            } else if (name.equals("head.scale")) {
                for (int i = 0; i < gradient.length(); i++) {
                    close(
                            name + i,
                            gradient.getDouble(i),
                            expected.get(name + i).get("sum").asDouble());
                    compared++;
                }
            } else {
                checkGradient(name, gradient, expected);
                compared++;
            }
        }
        assertThat(compared).isEqualTo(expected.size());
    }

    private static INDArray rows(INDArray gradient, int from, int to) {
        return gradient.rank() == 1
                ? gradient.get(NDArrayIndex.interval(from, to))
                : gradient.get(
                        NDArrayIndex.interval(from, to), NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.all());
    }

    private static void checkGradient(String name, INDArray gradient, JsonNode expected) {
        JsonNode numbers = expected.get(name);
        assertThat(numbers).as(name).isNotNull();
        double norm = numbers.get("l2").asDouble();
        close(name, gradient.norm2Number().doubleValue(), norm);
        assertThat(gradient.sumNumber().doubleValue())
                .as("sum of " + name)
                .isCloseTo(numbers.get("sum").asDouble(), within(EXACT * norm * Math.sqrt(gradient.length())));
    }

    @Test
    void gradientsOfFeatures() {
        detector.probes.forEach((name, probe) -> check(name, probe.epsilon(), golden.get("feature_gradients")));
    }

    @Test
    void detections() {
        JsonNode expected = golden.get("detections");
        DetectionOptions options = new DetectionOptions(
                expected.get("score_threshold").asDouble(),
                1000,
                expected.get("nms").asDouble(),
                expected.get("max_per_image").asInt());
        DetectionDecoder decoder = new DetectionDecoder(options, BoxCoding.DELTAS.coder());
        for (int n = 0; n < 2; n++) {
            double[] rows = activations.get("head").slice(n).dup('c').data().asDouble();
            Placement placement =
                    new Placement(extent(n, 0), extent(n, 1), BoxMap.identity(), extent(n, 0), extent(n, 1));
            List<Detection> found = decoder.detect(rows, grid, placement);
            JsonNode boxes = expected.get("found").get(n);
            assertThat(found).hasSize(boxes.size());
            for (int i = 0; i < found.size(); i++) {
                Detection detection = found.get(i);
                Box box = detection.box();
                double[] numbers = {box.x1(), box.y1(), box.x2(), box.y2(), detection.score(), detection.classIndex()};
                for (int k = 0; k < numbers.length; k++) {
                    close(
                            "number " + k + " of detection " + i,
                            numbers[k],
                            boxes.get(i).get(k).asDouble());
                }
            }
        }
    }

    private static void check(String name, INDArray array, JsonNode parent) {
        JsonNode expected = parent.get(name);
        INDArray dense = array.dup('c');
        double norm = expected.get("l2").asDouble();
        assertThat(dense.length()).as(name).isEqualTo(expected.get("size").asLong());
        close("norm of " + name, dense.norm2Number().doubleValue(), norm);
        INDArray flat = dense.reshape(dense.length());
        for (int i = 0; i < expected.get("at").size(); i++) {
            assertThat(flat.getDouble(expected.get("at").get(i).asLong()))
                    .as(name + " at " + expected.get("at").get(i))
                    .isCloseTo(
                            expected.get("values").get(i).asDouble(),
                            within(EXACT * Math.max(1, norm / Math.sqrt(dense.length()))));
        }
    }

    private static void close(String name, double actual, double expected) {
        assertThat(actual).as(name).isCloseTo(expected, within(EXACT * Math.max(1e-3, Math.abs(expected))));
    }
}
