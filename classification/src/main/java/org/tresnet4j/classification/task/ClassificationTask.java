package org.tresnet4j.classification.task;

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
import org.tresnet4j.backbone.predict.Predictor;
import org.tresnet4j.backbone.weights.PretrainedWeights;
import org.tresnet4j.classification.eval.ClassificationMetrics;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.batch.BatchLoader;
import org.tresnet4j.datasets.transform.Transform;
import org.tresnet4j.runner.checkpoint.CodeVersion;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.runner.spi.FileSource;
import org.tresnet4j.runner.spi.Picture;
import org.tresnet4j.runner.spi.PredictionReport;
import org.tresnet4j.runner.spi.TaskContext;
import org.tresnet4j.tasks.DistributedImageTask;
import org.tresnet4j.tasks.PictureInput;
import org.tresnet4j.tasks.PictureScores;

/** Classification: TResNet, a linear head and cross-entropy. */
final class ClassificationTask extends DistributedImageTask implements OnnxSource {

    private static final Logger LOG = LoggerFactory.getLogger(ClassificationTask.class);

    private final ClassificationConfig config;

    ClassificationTask(ClassificationConfig config, TaskContext context) {
        super(config.data(), context);
        this.config = config;
    }

    @Override
    public ComputationGraph network(NeuralNetConfiguration.Builder base) {
        GraphBuilder graph = base.graphBuilder().addInputs(TResNet.INPUT);
        Features features = TResNet.addTo(graph, TResNet.INPUT, config.model().resolved(), config.computation());
        String output = LinearHead.addTo(
                graph,
                features,
                classes().size(),
                Activation.SOFTMAX,
                config.loss().loss());
        ComputationGraph network = new ComputationGraph(graph.setOutputs(output).build());
        network.init();
        config.weights().ifPresent(source -> LOG.info("{}", PretrainedWeights.load(source, network)));
        return network;
    }

    @Override
    public int batchesPerEpoch() {
        OneLabel.check(data().training().images());
        return trainingLoader().batchesPerEpoch();
    }

    @Override
    protected BatchLoader trainingLoader() {
        int size = config.model().size();
        return data().training(
                        labels(),
                        config.augmentation().preparation(size),
                        config.augmentation().training(size),
                        config.augmentation().mixing());
    }

    private LabelCollator labels() {
        return new LabelCollator(classes().size());
    }

    private Transform view() {
        return config.evaluation().transform(config.model().size());
    }

    @Override
    public String preprocessing() {
        return "RGB / 255; " + config.evaluation().inWords(config.model().size()) + " (bilinear, antialiased)";
    }

    @Override
    public Evaluation evaluate(ComputationGraph network, String split) {
        OneLabel.check(data().index(split).images());
        Predictor predictor = predictor(network);
        LabelledScores scores = new LabelledScores();
        data().evaluate(split, labels(), view(), batch -> add(scores, predictor, batch));
        return measure(split, List.of(scores));
    }

    @Override
    public MultiDataSet batch(String description, FileSource files) {
        int size = config.model().size();
        return data().batch(
                        description,
                        files,
                        labels(),
                        config.augmentation().preparation(size),
                        config.augmentation().training(size),
                        config.augmentation().mixing());
    }

    @Override
    public List<String> describeEvaluation(String split) {
        OneLabel.check(data().index(split).images());
        return data().describeEvaluation(split, labels());
    }

    @Override
    public Serializable predictions(ComputationGraph network, List<String> descriptions, FileSource files) {
        Predictor predictor = predictor(network);
        LabelledScores scores = new LabelledScores();
        data().evaluate(descriptions, files, labels(), view(), batch -> add(scores, predictor, batch));
        return scores;
    }

    @Override
    public Evaluation measure(String split, List<Serializable> predictions) {
        ClassificationMetrics metrics = new ClassificationMetrics(classes().size());
        predictions.forEach(part -> ((LabelledScores) part).addTo(metrics));
        Map<String, Double> perClass = new LinkedHashMap<>();
        for (int c = 0; c < classes().size(); c++) {
            perClass.put(classes().get(c), metrics.accuracy(c));
        }
        return new Evaluation(metrics.all(), "top1", perClass);
    }

    private static void add(LabelledScores scores, Predictor predictor, MultiDataSet batch) {
        scores.add(predictor.predict(batch.getFeatures(0)).get(0), batch.getLabels(0));
    }

    private Predictor predictor(ComputationGraph network) {
        TResNet.setComputation(network, config.computation());
        return Predictor.of(network);
    }

    /** A trained network with what programs need around it. */
    Classifier forPrograms(ComputationGraph network) {
        Predictor predictor = predictor(network);
        return new Classifier(new PictureScores(
                classes(),
                new PictureInput(view()),
                images -> predictor.predict(images).get(0)));
    }

    @Override
    public PredictionReport predict(ComputationGraph network, List<Path> images, Path out) {
        return prediction(network).predict(images, out);
    }

    private ClassPrediction prediction(ComputationGraph network) {
        return new ClassPrediction(config, classes(), predictor(network));
    }

    @Override
    public OnnxModel onnx(ComputationGraph network, OnnxRequest request) {
        int size = config.model().size();
        OnnxMetadata metadata =
                new OnnxMetadata("classification", classes(), preprocessing(), CodeVersion.current(), Map.of());
        return OnnxClassifier.of(network, size, request, metadata);
    }

    @Override
    public List<Picture> showcase(ComputationGraph network, Path out, int count) {
        ClassPrediction prediction = prediction(network);
        List<Picture> pictures = new ArrayList<>();
        for (AnnotatedImage image : spread(data().validation().images(), count)) {
            prediction
                    .picture(image.file(), out)
                    .ifPresent(file ->
                            pictures.add(new Picture(file, "truth: " + classes().get(OneLabel.of(image)))));
        }
        return pictures;
    }

    /** Evenly over the list: images of a folder are sorted by class. */
    private static List<AnnotatedImage> spread(List<AnnotatedImage> images, int count) {
        List<AnnotatedImage> chosen = new ArrayList<>();
        int most = Math.min(count, images.size());
        for (int i = 0; i < most; i++) {
            chosen.add(images.get((int) ((long) i * images.size() / most)));
        }
        return chosen;
    }
}
