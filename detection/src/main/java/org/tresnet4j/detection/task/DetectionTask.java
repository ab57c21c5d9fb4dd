package org.tresnet4j.detection.task;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tresnet4j.backbone.Features;
import org.tresnet4j.backbone.Freezing;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.predict.Predictor;
import org.tresnet4j.backbone.weights.PretrainedWeights;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.batch.BatchLoader;
import org.tresnet4j.detection.fpn.FeaturePyramid;
import org.tresnet4j.detection.head.DetectionHead;
import org.tresnet4j.detection.loss.DetectionLoss;
import org.tresnet4j.detection.loss.DetectionOutput;
import org.tresnet4j.detection.loss.LossComponents;
import org.tresnet4j.detection.postprocess.DetectionDecoder;
import org.tresnet4j.detection.postprocess.DetectionDecoder.Placement;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.runner.spi.Picture;
import org.tresnet4j.runner.spi.PredictionReport;
import org.tresnet4j.runner.spi.TaskContext;
import org.tresnet4j.tasks.ImageTask;

/** Detection: TResNet, a feature pyramid and a shared head on a data set in COCO's format. */
final class DetectionTask extends ImageTask {

    /** The node of the loss, which hands the head's rows on. */
    private static final String OUTPUT = "detections";

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
                        new TargetCollator(
                                config.model().head().assigner(),
                                config.images().padding(),
                                grids),
                        config.augmentation().preparation(config.images()),
                        config.augmentation().training(config.images()));
    }

    @Override
    public Evaluation evaluate(ComputationGraph network, String split) {
        ImageDetector detector = detector(network);
        SplitEvaluation evaluation = new SplitEvaluation(data().annotations(split), data().index(split));
        PlacementCollator collator = new PlacementCollator(config.images().padding());
        data().evaluate(split, collator, config.images().inEvaluation(), batch -> {
            List<PlacementCollator.Placed> placed = PlacementCollator.read(batch.getLabels(0));
            List<Placement> placements =
                    placed.stream().map(PlacementCollator.Placed::placement).toList();
            evaluation.add(placed, detector.detect(batch.getFeatures(0), placements));
        });
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

    @Override
    public PredictionReport predict(ComputationGraph network, List<Path> images, Path out) {
        return new BoxPrediction(config, classes(), detector(network)).predict(images, out);
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
