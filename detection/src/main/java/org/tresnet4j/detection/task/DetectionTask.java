package org.tresnet4j.detection.task;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tresnet4j.backbone.Features;
import org.tresnet4j.backbone.Freezing;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.onnx.OnnxMetadata;
import org.tresnet4j.backbone.onnx.OnnxModel;
import org.tresnet4j.backbone.onnx.OnnxRequest;
import org.tresnet4j.backbone.onnx.OnnxSource;
import org.tresnet4j.backbone.onnx.Size;
import org.tresnet4j.backbone.predict.Predictor;
import org.tresnet4j.backbone.weights.PretrainedWeights;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.batch.BatchLoader;
import org.tresnet4j.datasets.batch.BatchTransform;
import org.tresnet4j.detection.anchor.AnchorGrid;
import org.tresnet4j.detection.box.BoxCoding;
import org.tresnet4j.detection.fpn.FeaturePyramid;
import org.tresnet4j.detection.head.DetectionHead;
import org.tresnet4j.detection.loss.DetectionLoss;
import org.tresnet4j.detection.loss.DetectionOutput;
import org.tresnet4j.detection.loss.LossComponents;
import org.tresnet4j.detection.onnx.OnnxDetector;
import org.tresnet4j.detection.postprocess.DetectionDecoder;
import org.tresnet4j.runner.checkpoint.CodeVersion;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.runner.spi.FileSource;
import org.tresnet4j.runner.spi.Picture;
import org.tresnet4j.runner.spi.PredictionReport;
import org.tresnet4j.runner.spi.TaskContext;
import org.tresnet4j.tasks.DistributedImageTask;
import org.tresnet4j.tasks.PictureInput;

/** Detection: TResNet, a feature pyramid and a shared head on a data set in COCO's format. */
final class DetectionTask extends DistributedImageTask implements OnnxSource {

    /** The node of the loss, which hands the head's rows on. */
    private static final String OUTPUT = "detections";

    private static final String PREPROCESSING = "RGB / 255; resized to the largest size of the same ratio inside %s"
            + " (bilinear, antialiased) and put at the top left, zeros to the right and below";

    private static final Logger LOG = LoggerFactory.getLogger(DetectionTask.class);

    private final DetectionConfig config;
    private final Grids grids = new Grids();

    DetectionTask(DetectionConfig config, TaskContext context) {
        super(config.data(), context);
        this.config = config;
    }

    @Override
    public ComputationGraph network(NeuralNetConfiguration.Builder base) {
        GraphBuilder graph = base.graphBuilder().addInputs(TResNet.INPUT);
        ModelConfig model = config.model();
        Features features = TResNet.addTo(
                graph,
                TResNet.INPUT,
                model.resolved(),
                config.computation(),
                new Freezing(model.frozenStages(), model.frozenStatistics()));
        List<String> pyramid = FeaturePyramid.addTo(graph, features, model.channels());
        String head =
                DetectionHead.addTo(graph, pyramid, model.tower(), classes().size());
        DetectionLoss loss = config.loss().loss(model.head().coding());
        graph.addLayer(OUTPUT, new DetectionOutput(loss), head);
        ComputationGraph network = new ComputationGraph(graph.setOutputs(OUTPUT).build());
        network.init();
        config.weights().ifPresent(source -> LOG.info("{}", PretrainedWeights.load(source, network)));
        return network;
    }

    @Override
    public Map<String, Double> lossComponents(ComputationGraph network) {
        LossLayer layer = (LossLayer) network.getLayer(OUTPUT).conf().getLayer();
        LossComponents latest = ((DetectionLoss) layer.getLossFn()).latest();
        return latest == null ? Map.of() : latest.byName();
    }

    @Override
    protected BatchLoader trainingLoader() {
        return data().training(
                        targets(),
                        config.augmentation().preparation(config.images()),
                        config.augmentation().training(config.images()));
    }

    @Override
    public String preprocessing() {
        return config.images()
                .letterbox()
                .map(sides -> PREPROCESSING.formatted(new Size(sides.get(0), sides.get(1))))
                .orElseGet(() -> "RGB / 255; short side resized to "
                        + config.images().shortSides().get(0) + ", the long side to "
                        + config.images().longSide() + " at most, at the top left, zeros to a multiple of "
                        + FeaturePyramid.STRIDE + " to the right and below (bilinear, antialiased)");
    }

    @Override
    public Evaluation evaluate(ComputationGraph network, String split) {
        ImageDetector detector = detector(network);
        FoundObjects found = new FoundObjects();
        data().evaluate(split, placements(), config.images().inEvaluation(), batch -> found.add(detector, batch));
        return measure(split, List.of(found));
    }

    @Override
    public MultiDataSet batch(String description, FileSource files) {
        return data().batch(
                        description,
                        files,
                        targets(),
                        config.augmentation().preparation(config.images()),
                        config.augmentation().training(config.images()),
                        BatchTransform.NONE);
    }

    private TargetCollator targets() {
        return new TargetCollator(
                config.model().head().assigner(), config.images().padding(), grids);
    }

    @Override
    public List<String> describeEvaluation(String split) {
        return data().describeEvaluation(split, placements());
    }

    private PlacementCollator placements() {
        return new PlacementCollator(config.images().padding());
    }

    @Override
    public Serializable predictions(ComputationGraph network, List<String> descriptions, FileSource files) {
        ImageDetector detector = detector(network);
        FoundObjects found = new FoundObjects();
        data().evaluate(
                        descriptions,
                        files,
                        placements(),
                        config.images().inEvaluation(),
                        batch -> found.add(detector, batch));
        return found;
    }

    @Override
    public Evaluation measure(String split, List<Serializable> predictions) {
        SplitEvaluation evaluation = new SplitEvaluation(data().annotations(split), data().index(split));
        predictions.forEach(part -> evaluation.add((FoundObjects) part));
        return evaluation.result();
    }

    private ImageDetector detector(ComputationGraph network) {
        TResNet.setComputation(network, config.computation());
        return new ImageDetector(
                Predictor.of(network),
                new DetectionDecoder(
                        config.detections().options(),
                        config.model().head().coding().coder()),
                config.images().padding());
    }

    /** A trained network with what programs need around it. */
    Detector forPrograms(ComputationGraph network) {
        return new Detector(
                classes(), detector(network), new PictureInput(config.images().inEvaluation()));
    }

    @Override
    public PredictionReport predict(ComputationGraph network, List<Path> images, Path out) {
        return new BoxPrediction(config, classes(), detector(network)).predict(images, out);
    }

    @Override
    public OnnxModel onnx(ComputationGraph network, OnnxRequest request) {
        Size size = request.size()
                .or(() -> config.images().letterbox().map(sides -> new Size(sides.get(0), sides.get(1))))
                .orElseThrow(() -> new IllegalArgumentException(
                        "the configuration has no images.letterbox, which would be the size of the images: name one,"
                                + " WIDTHxHEIGHT, multiples of " + FeaturePyramid.STRIDE));
        BoxCoding coding = config.model().head().coding();
        OnnxMetadata metadata = new OnnxMetadata(
                        "detection", classes(), PREPROCESSING.formatted(size), CodeVersion.current(), Map.of())
                .with("box_coding", coding.name().toLowerCase(Locale.ROOT))
                .with("strides", AnchorGrid.STRIDES);
        OnnxDetector detector = new OnnxDetector(network, size, metadata);
        return request.postprocessing()
                ? detector.withSuppression(coding, config.detections().options())
                : detector.raw();
    }

    @Override
    public List<Picture> showcase(ComputationGraph network, Path out, int count) {
        List<AnnotatedImage> images = data().validation().images();
        List<AnnotatedImage> chosen = images.subList(0, Math.min(count, images.size()));
        BoxPrediction prediction = new BoxPrediction(config, classes(), detector(network));
        List<Picture> pictures = new ArrayList<>();
        for (AnnotatedImage image : chosen) {
            prediction
                    .picture(image.file(), out)
                    .ifPresent(file -> pictures.add(
                            new Picture(file, "truth: " + image.annotations().size() + " objects")));
        }
        return pictures;
    }
}
