package org.tresnet4j.detection.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.tresnet4j.backbone.Features;
import org.tresnet4j.backbone.Hashed;
import org.tresnet4j.backbone.Photographs;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.TResNetVariant;
import org.tresnet4j.backbone.onnx.OnnxMetadata;
import org.tresnet4j.backbone.onnx.OnnxModel;
import org.tresnet4j.backbone.onnx.RuntimeSession;
import org.tresnet4j.backbone.onnx.Size;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.transform.BoxMap;
import org.tresnet4j.detection.anchor.AnchorGrid;
import org.tresnet4j.detection.box.BoxCoding;
import org.tresnet4j.detection.fpn.FeaturePyramid;
import org.tresnet4j.detection.head.DetectionHead;
import org.tresnet4j.detection.head.TowerSize;
import org.tresnet4j.detection.loss.DetectionLoss;
import org.tresnet4j.detection.loss.DetectionOutput;
import org.tresnet4j.detection.postprocess.Detection;
import org.tresnet4j.detection.postprocess.DetectionDecoder;
import org.tresnet4j.detection.postprocess.DetectionDecoder.Placement;
import org.tresnet4j.detection.postprocess.DetectionOptions;

/** What ONNX Runtime computes from a written detector is what network and decoder compute. */
class OnnxDetectorTest {

    private static final Size SIZE = new Size(160, 96);
    private static final AnchorGrid GRID = AnchorGrid.of(SIZE.height(), SIZE.width(), AnchorGrid.STRIDES);
    private static final List<String> CLASSES = List.of("a", "b", "c");
    private static final OnnxMetadata METADATA = new OnnxMetadata("detection", CLASSES, "", "1.2.3", Map.of());
    private static final INDArray PHOTOGRAPHS = Photographs.of(3, SIZE.height(), SIZE.width());

    private static final List<String> RAW = List.of("class_logits", "box_codes", "centerness_logits");

    @ParameterizedTest
    @CsvSource({"0, 4", "1, 1", "3, 8"})
    void emitsTheHeadsColumns(int depth, int groups) throws OrtException {
        agrees(network(TResNetVariant.TINY.withWidth(8), new TowerSize(16, depth, groups)));
    }

    @Test
    @Tag("slow")
    void emitsTheHeadsColumnsOfThePapersDetector() throws OrtException {
        agrees(network(TResNetVariant.M, new TowerSize(256, 4, 32)));
    }

    private static void agrees(ComputationGraph network) throws OrtException {
        try (RuntimeSession session = new RuntimeSession(new OnnxDetector(network, SIZE, METADATA).raw())) {
            for (int batch : List.of(2, 1, 3)) {
                INDArray images = PHOTOGRAPHS.get(NDArrayIndex.interval(0, batch));
                Map<String, INDArray> columns = session.run(images);
                INDArray rows = Nd4j.concat(2, RAW.stream().map(columns::get).toArray(INDArray[]::new));
                INDArray expected = network.outputSingle(images);
                double difference = rows.sub(expected).amaxNumber().doubleValue();
                assertThat(difference / expected.amaxNumber().doubleValue()).isLessThan(1e-4);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(BoxCoding.class)
    void withSuppressionFindsWhatTheDecoderFinds(BoxCoding coding) throws OrtException {
        finds(coding, DetectionOptions.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({"0.3, 1000, 0.3, 100", "0.05, 7, 0.6, 100", "0.05, 1000, 0.6, 5", "0, 30, 0, 1000", "0.05, 100, 2, 1000"
    })
    void followsTheOptions(double threshold, int perLevel, double overlap, int most) throws OrtException {
        finds(BoxCoding.DELTAS, new DetectionOptions(threshold, perLevel, overlap, most));
    }

    private static void finds(BoxCoding coding, DetectionOptions options) throws OrtException {
        ComputationGraph network = network(TResNetVariant.TINY.withWidth(8), new TowerSize(16, 1, 4));
        OnnxModel model = new OnnxDetector(network, SIZE, METADATA).withSuppression(coding, options);
        DetectionDecoder decoder = new DetectionDecoder(options, coding.coder());
        Placement whole = new Placement(SIZE.width(), SIZE.height(), BoxMap.identity(), SIZE.width(), SIZE.height());
        try (RuntimeSession session = new RuntimeSession(model)) {
            for (int batch : List.of(3, 1)) {
                INDArray images = PHOTOGRAPHS.get(NDArrayIndex.interval(0, batch));
                INDArray rows = network.outputSingle(images);
                List<List<Detection>> found = detections(session.run(images), batch);
                for (int n = 0; n < batch; n++) {
                    List<Detection> expected =
                            decoder.detect(rows.slice(n).dup('c').data().asDouble(), GRID, whole);
                    assertThat(expected).hasSizeGreaterThan(3);
                    same(found.get(n), expected);
                }
            }
        }
    }

    /** In the same order; what has equal scores up to rounding may have changed places. */
    private static void same(List<Detection> actual, List<Detection> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i).score()).isCloseTo(expected.get(i).score(), within(1e-4));
            Detection detection = actual.get(i);
            assertThat(expected)
                    .anySatisfy(other -> assertThat(isSame(detection, other)).isTrue());
        }
    }

    private static boolean isSame(Detection a, Detection b) {
        Box first = a.box();
        Box second = b.box();
        double distance = Math.max(
                Math.max(Math.abs(first.x1() - second.x1()), Math.abs(first.y1() - second.y1())),
                Math.max(Math.abs(first.x2() - second.x2()), Math.abs(first.y2() - second.y2())));
        return a.classIndex() == b.classIndex() && Math.abs(a.score() - b.score()) < 1e-4 && distance < 0.02;
    }

    private static List<List<Detection>> detections(Map<String, INDArray> outputs, int batch) {
        List<List<Detection>> all = new ArrayList<>();
        for (int n = 0; n < batch; n++) {
            all.add(new ArrayList<>());
        }
        INDArray boxes = outputs.get("boxes");
        int last = 0;
        for (int m = 0; m < boxes.size(0); m++) {
            int image = outputs.get("images").getInt(m);
            assertThat(image).isGreaterThanOrEqualTo(last);
            last = image;
            Box box =
                    new Box(boxes.getDouble(m, 0), boxes.getDouble(m, 1), boxes.getDouble(m, 2), boxes.getDouble(m, 3));
            all.get(image)
                    .add(new Detection(
                            box,
                            outputs.get("scores").getDouble(m),
                            outputs.get("classes").getInt(m)));
        }
        return all;
    }

    @Test
    void whereNothingIsFoundTheOutputsAreEmpty() throws OrtException {
        ComputationGraph network = network(TResNetVariant.TINY.withWidth(8), new TowerSize(16, 1, 4));
        network.getParam("head_logits.b").assign(-100);
        OnnxModel model =
                new OnnxDetector(network, SIZE, METADATA).withSuppression(BoxCoding.DELTAS, DetectionOptions.DEFAULT);
        try (RuntimeSession session = new RuntimeSession(model)) {
            session.run(PHOTOGRAPHS)
                    .forEach((name, values) ->
                            assertThat(values.isEmpty()).as(name).isTrue());
        }
    }

    @Test
    void saysWhatItTakesAndGives() throws OrtException {
        ComputationGraph network = network(TResNetVariant.TINY.withWidth(8), new TowerSize(16, 1, 4));
        OnnxDetector detector = new OnnxDetector(network, SIZE, METADATA);
        try (RuntimeSession raw = new RuntimeSession(detector.raw());
                RuntimeSession suppressed = new RuntimeSession(
                        detector.withSuppression(BoxCoding.DELTAS, new DetectionOptions(0.1, 500, 0.5, 50)))) {
            assertThat(((TensorInfo) raw.session().getInputInfo().get("image").getInfo()).getShape())
                    .containsExactly(-1, 3, SIZE.height(), SIZE.width());
            assertThat(raw.session().getOutputNames()).containsExactlyElementsOf(RAW);
            assertThat(((TensorInfo) raw.session()
                                    .getOutputInfo()
                                    .get("class_logits")
                                    .getInfo())
                            .getShape())
                    .containsExactly(-1, GRID.size(), CLASSES.size());
            assertThat(suppressed.session().getOutputNames()).containsExactly("boxes", "scores", "classes", "images");
            assertThat(suppressed.session().getMetadata().getCustomMetadata())
                    .containsEntry("score_threshold", "0.1")
                    .containsEntry("per_level", "500")
                    .containsEntry("iou_threshold", "0.5")
                    .containsEntry("most", "50");
        }
    }

    @ParameterizedTest
    @CsvSource({"160, 100", "100, 96", "0, 96"})
    void refusesSizesThatThePyramidDoesNotTake(int width, int height) {
        ComputationGraph network = network(TResNetVariant.TINY.withWidth(8), new TowerSize(16, 1, 4));
        assertThatThrownBy(() -> new OnnxDetector(network, new Size(width, height), METADATA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("size " + width + "x" + height + ": a detector takes images whose sides are");
    }

    /** Not of the start, where all boxes and scores are nearly the same. */
    private static ComputationGraph network(TResNetVariant variant, TowerSize tower) {
        GraphBuilder graph =
                new NeuralNetConfiguration.Builder().seed(5).graphBuilder().addInputs("image");
        Features features = TResNet.addTo(graph, "image", variant);
        List<String> pyramid = FeaturePyramid.addTo(graph, features, tower.channels());
        String head = DetectionHead.addTo(graph, pyramid, tower, CLASSES.size());
        graph.addLayer("detections", new DetectionOutput(new DetectionLoss()), head);
        ComputationGraph network =
                new ComputationGraph(graph.setOutputs("detections").build());
        network.init();
        double inputs = tower.channels() * 9.0;
        network.paramTable().forEach((key, parameter) -> {
            if (key.startsWith("head_") && key.endsWith(".W")) {
                fill(parameter, key, Math.sqrt(6 / inputs), 0);
            } else if (key.endsWith(".gamma") || key.equals("head_scale")) {
                fill(parameter, key, 0.3, 1);
            } else if (key.startsWith("head_") && !key.startsWith("head_logits")) {
                fill(parameter, key, 0.3, 0);
            }
        });
        network.getParam("head_logits.b").assign(-1.5);
        return network;
    }

    private static void fill(INDArray parameter, String key, double scale, double shift) {
        parameter.assign(Hashed.array(DataType.FLOAT, key, scale, shift, parameter.shape()));
    }
}
