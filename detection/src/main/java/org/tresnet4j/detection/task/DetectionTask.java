package org.tresnet4j.detection.task;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.tresnet4j.backbone.Features;
import org.tresnet4j.backbone.Freezing;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.predict.Predictor;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.AnnotationIndex;
import org.tresnet4j.datasets.batch.BatchLoader;
import org.tresnet4j.datasets.batch.Collator;
import org.tresnet4j.datasets.batch.PreparedImages;
import org.tresnet4j.detection.fpn.FeaturePyramid;
import org.tresnet4j.detection.head.DetectionHead;
import org.tresnet4j.detection.loss.DetectionLoss;
import org.tresnet4j.detection.loss.DetectionOutput;
import org.tresnet4j.detection.loss.LossComponents;
import org.tresnet4j.detection.postprocess.DetectionDecoder;
import org.tresnet4j.runner.spi.BatchStream;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.runner.spi.Picture;
import org.tresnet4j.runner.spi.PredictionReport;
import org.tresnet4j.runner.spi.TaskContext;
import org.tresnet4j.runner.spi.TaskException;
import org.tresnet4j.runner.spi.TrainingTask;
import org.tresnet4j.runner.train.BatchMemory;
import org.tresnet4j.tasks.LoadedBatches;
import org.tresnet4j.tasks.Splits;

/** Detection: TResNet, a feature pyramid and a shared head on a data set in COCO's format. */
final class DetectionTask implements TrainingTask {

    /** The node of the loss, which hands the head's rows on. */
    private static final String OUTPUT = "detections";

    private final DetectionConfig config;
    private final TaskContext context;
    private final Splits splits;
    private final Grids grids = new Grids();
    private final PreparedImages prepared;

    DetectionTask(DetectionConfig config, TaskContext context) {
        this.config = config;
        this.context = context;
        this.splits = new Splits(config.data());
        this.prepared = config.data().cache();
    }

    @Override
    public List<String> classes() {
        return context.classes().isEmpty() ? splits.get(Splits.TRAIN).labels().names() : context.classes();
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
        return network;
    }

    @Override
    public Map<String, Double> lossComponents(ComputationGraph network) {
        LossLayer layer = (LossLayer) network.getLayer(OUTPUT).conf().getLayer();
        LossComponents latest = ((DetectionLoss) layer.getLossFn()).latest();
        return latest == null ? Map.of() : latest.byName();
    }

    @Override
    public int batchesPerEpoch() {
        return trainingLoader().batchesPerEpoch();
    }

    @Override
    public BatchStream batches(int epoch) {
        return new LoadedBatches(trainingLoader().epoch(epoch));
    }

    private BatchLoader trainingLoader() {
        int batchSize = config.data().batchSize();
        return loader(
                        Splits.TRAIN,
                        batchSize,
                        new TargetCollator(
                                config.model().head().assigner(),
                                config.images().padding(),
                                grids))
                .preparation(config.augmentation().preparation(config.images()), prepared)
                .transform(config.augmentation().training(config.images()))
                .seed(context.seed())
                .shuffle(true)
                .dropLast(index(Splits.TRAIN).images().size() >= batchSize)
                .build();
    }

    private BatchLoader.Builder loader(String split, int batchSize, Collator collator) {
        return BatchLoader.of(index(split).images(), collator)
                .batchSize(batchSize)
                .threads(config.data().threads())
                .prefetch(config.data().prefetch())
                .onCorruptImage(config.data().onCorruptImage());
    }

    private AnnotationIndex index(String split) {
        return splits.get(split, classes());
    }

    @Override
    public List<String> evaluationSplits() {
        return splits.names();
    }

    @Override
    public Evaluation evaluate(ComputationGraph network, String split) {
        ImageDetector detector = detector(network);
        SplitEvaluation evaluation = new SplitEvaluation(splits.annotations(split), index(split));
        BatchMemory memory = new BatchMemory();
        BatchLoader loader = loader(
                        split,
                        config.data().evaluationBatchSize(),
                        new PlacementCollator(config.images().padding()))
                .transform(config.images().inEvaluation())
                .build();
        int images = 0;
        try (BatchStream batches = new LoadedBatches(loader.epoch(0))) {
            while (batches.hasNext()) {
                MultiDataSet batch = batches.next();
                List<PlacementCollator.Placed> placed = PlacementCollator.read(batch.getLabels(0));
                evaluation.add(
                        placed,
                        detector.detect(
                                batch.getFeatures(0),
                                placed.stream()
                                        .map(PlacementCollator.Placed::placement)
                                        .toList()));
                images += placed.size();
                memory.release(batch);
            }
        }
        if (images == 0) {
            throw new TaskException("split " + split + ": none of its images could be read");
        }
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
        List<AnnotatedImage> images = index(Splits.VALIDATION).images();
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
