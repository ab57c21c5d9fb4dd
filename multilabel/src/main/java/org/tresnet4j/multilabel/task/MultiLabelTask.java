package org.tresnet4j.multilabel.task;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tresnet4j.backbone.Features;
import org.tresnet4j.backbone.LinearHead;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.onnx.OnnxClassifier;
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
import org.tresnet4j.datasets.transform.SquishResize;
import org.tresnet4j.multilabel.eval.MultiLabelMetrics;
import org.tresnet4j.multilabel.head.MlDecoder;
import org.tresnet4j.runner.checkpoint.CodeVersion;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.runner.spi.FileSource;
import org.tresnet4j.runner.spi.Picture;
import org.tresnet4j.runner.spi.PredictionReport;
import org.tresnet4j.runner.spi.TaskContext;
import org.tresnet4j.tasks.DistributedImageTask;
import org.tresnet4j.tasks.PictureInput;
import org.tresnet4j.tasks.PictureScores;

/** Tagging: TResNet, a head of logits and the asymmetric loss. */
final class MultiLabelTask extends DistributedImageTask implements OnnxSource {

    private static final Logger LOG = LoggerFactory.getLogger(MultiLabelTask.class);

    private final MultiLabelConfig config;

    MultiLabelTask(MultiLabelConfig config, TaskContext context) {
        super(config.data(), context);
        this.config = config;
    }

    @Override
    public ComputationGraph network(NeuralNetConfiguration.Builder base) {
        GraphBuilder graph = base.graphBuilder().addInputs(TResNet.INPUT);
        Features features = TResNet.addTo(graph, TResNet.INPUT, config.model().resolved(), config.computation());
        String output = head(graph, features);
        ComputationGraph network = new ComputationGraph(graph.setOutputs(output).build());
        network.init();
        config.weights().ifPresent(source -> LOG.info("{}", PretrainedWeights.load(source, network)));
        return network;
    }

    private String head(GraphBuilder graph, Features features) {
        ILossFunction loss = config.loss().loss();
        DecoderConfig decoder = config.model().decoder();
        return switch (config.model().head()) {
            case LINEAR -> LinearHead.addTo(graph, features, classes().size(), Activation.SIGMOID, loss);
            case ML_DECODER ->
                MlDecoder.addTo(graph, features, classes().size(), decoder.size(), decoder.dropout(), loss);
        };
    }

    @Override
    protected BatchLoader trainingLoader() {
        return data().training(labels(), resize(), config.augmentation().training());
    }

    private LabelCollator labels() {
        return new LabelCollator(classes().size());
    }

    private SquishResize resize() {
        return new SquishResize(config.model().size());
    }

    @Override
    public String preprocessing() {
        return "RGB / 255; the whole image squeezed to "
                + Size.square(config.model().size()) + " (bilinear, antialiased)";
    }

    @Override
    public Evaluation evaluate(ComputationGraph network, String split) {
        Predictor predictor = predictor(network);
        LabelledScores scores = new LabelledScores();
        data().evaluate(split, labels(), resize(), batch -> add(scores, predictor, batch));
        return measure(split, List.of(scores));
    }

    @Override
    public MultiDataSet batch(String description, FileSource files) {
        return data().batch(
                        description,
                        files,
                        labels(),
                        resize(),
                        config.augmentation().training(),
                        BatchTransform.NONE);
    }

    @Override
    public List<String> describeEvaluation(String split) {
        return data().describeEvaluation(split, labels());
    }

    @Override
    public Serializable predictions(ComputationGraph network, List<String> descriptions, FileSource files) {
        Predictor predictor = predictor(network);
        LabelledScores scores = new LabelledScores();
        data().evaluate(descriptions, files, labels(), resize(), batch -> add(scores, predictor, batch));
        return scores;
    }

    @Override
    public Evaluation measure(String split, List<Serializable> predictions) {
        MultiLabelMetrics metrics = new MultiLabelMetrics(classes().size());
        predictions.forEach(part -> ((LabelledScores) part).addTo(metrics));
        Map<String, Double> perClass = new LinkedHashMap<>();
        for (int c = 0; c < classes().size(); c++) {
            perClass.put(classes().get(c), metrics.averagePrecision(c));
        }
        return new Evaluation(metrics.all(config.evaluation().threshold()), "mAP", perClass);
    }

    private static void add(LabelledScores scores, Predictor predictor, MultiDataSet batch) {
        scores.add(predictor.predict(batch.getFeatures(0)).get(0), batch.getLabels(0));
    }

    private Predictor predictor(ComputationGraph network) {
        TResNet.setComputation(network, config.computation());
        return Predictor.of(network);
    }

    /** A trained network with what programs need around it. */
    Tagger forPrograms(ComputationGraph network) {
        Predictor predictor = predictor(network);
        return new Tagger(new PictureScores(
                classes(),
                new PictureInput(resize()),
                images -> predictor.predict(images).get(0)));
    }

    @Override
    public PredictionReport predict(ComputationGraph network, List<Path> images, Path out) {
        return new TagPrediction(config, classes(), predictor(network)).predict(images, out);
    }

    @Override
    public OnnxModel onnx(ComputationGraph network, OnnxRequest request) {
        int size = config.model().size();
        OnnxMetadata metadata =
                new OnnxMetadata("multilabel", classes(), preprocessing(), CodeVersion.current(), Map.of());
        return OnnxClassifier.of(network, size, request, metadata);
    }

    @Override
    public List<Picture> showcase(ComputationGraph network, Path out, int count) {
        List<AnnotatedImage> images = data().validation().images();
        List<AnnotatedImage> chosen = images.subList(0, Math.min(count, images.size()));
        TagPrediction prediction = new TagPrediction(config, classes(), predictor(network));
        List<Picture> pictures = new ArrayList<>();
        for (AnnotatedImage image : chosen) {
            prediction.picture(image.file(), out).ifPresent(file -> pictures.add(new Picture(file, truth(image))));
        }
        return pictures;
    }

    private String truth(AnnotatedImage image) {
        List<String> names = image.annotations().stream()
                .map(annotation -> classes().get(annotation.classIndex()))
                .distinct()
                .sorted()
                .toList();
        return "truth: " + (names.isEmpty() ? "nothing" : String.join(", ", names));
    }
}
