package org.tresnet4j.classification.task;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tresnet4j.backbone.predict.Predictor;
import org.tresnet4j.datasets.batch.ImageTensor;
import org.tresnet4j.datasets.transform.Sample;
import org.tresnet4j.runner.spi.PredictionReport;
import org.tresnet4j.tasks.ClassScore;
import org.tresnet4j.tasks.PredictedFiles;
import org.tresnet4j.tasks.PredictedFiles.Loaded;
import org.tresnet4j.tasks.ResultsFile;
import org.tresnet4j.tasks.ScoresPicture;

/**
 * Classifies image files: {@code predictions.json} with the five best classes and their probabilities, and a picture of each
 * image with them.
 */
final class ClassPrediction {

    private static final int BEST = 5;

    private final List<String> classes;
    private final Predictor predictor;
    private final PredictedFiles files;

    ClassPrediction(ClassificationConfig config, List<String> classes, Predictor predictor) {
        this.classes = classes;
        this.predictor = predictor;
        this.files = new PredictedFiles(
                config.data(), config.evaluation().transform(config.model().size()));
    }

    /** One entry of {@code predictions.json}: the class, and the five best with their probabilities, best first. */
    private record Prediction(String file, String picture, String label, List<ClassScore> scores) {}

    PredictionReport predict(List<Path> images, Path out) {
        List<Prediction> predictions = files.predict(images, batch -> predictBatch(batch, out));
        Path file = out.resolve("predictions.json");
        ResultsFile.write(predictions, file);
        return new PredictionReport(predictions.size(), files.skipped(), List.of(file));
    }

    /** The picture of one image; nothing where it could not be read and the policy is to skip. */
    Optional<Path> picture(Path image, Path out) {
        return files.predict(List.of(image), batch -> predictBatch(batch, out)).stream()
                .map(prediction -> out.resolve(prediction.picture()))
                .findFirst();
    }

    private List<Prediction> predictBatch(List<Loaded> batch, Path out) {
        List<Sample> samples = batch.stream().map(Loaded::sample).toList();
        float[][] probabilities =
                predictor.predict(ImageTensor.of(samples)).get(0).toFloatMatrix();
        List<Prediction> predictions = new ArrayList<>();
        for (int n = 0; n < batch.size(); n++) {
            Loaded image = batch.get(n);
            List<ClassScore> ranked = ClassScore.ranked(classes, probabilities[n]);
            List<ClassScore> best = List.copyOf(ranked.subList(0, Math.min(BEST, ranked.size())));
            ScoresPicture.write(image.original(), best, out.resolve(image.picture()));
            predictions.add(new Prediction(
                    image.file().toString(), image.picture(), best.get(0).name(), best));
        }
        return predictions;
    }
}
