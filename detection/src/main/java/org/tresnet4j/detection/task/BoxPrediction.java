package org.tresnet4j.detection.task;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tresnet4j.detection.postprocess.Detection;
import org.tresnet4j.runner.spi.PredictionReport;
import org.tresnet4j.tasks.PredictedFiles;
import org.tresnet4j.tasks.PredictedFiles.Loaded;
import org.tresnet4j.tasks.ResultsFile;

/**
 * Finds objects in image files: {@code detections.json}, COCO's results with the file and the class name beside the ids,
 * and a picture of each image with its boxes.
 */
final class BoxPrediction {

    private final DetectionConfig config;
    private final List<String> classes;
    private final ImageDetector detector;
    private final PredictedFiles files;

    BoxPrediction(DetectionConfig config, List<String> classes, ImageDetector detector) {
        this.config = config;
        this.classes = classes;
        this.detector = detector;
        this.files = new PredictedFiles(config.data(), config.images().inEvaluation());
    }

    /**
     * A record of COCO's results: files are counted from 1, as are classes in the order of the network's.
     *
     * @param bbox x, y, width, height
     */
    private record Result(
            @JsonProperty("image_id") long imageId,
            @JsonProperty("file_name") String file,
            @JsonProperty("category_id") int categoryId,
            @JsonProperty("category") String category,
            @JsonProperty("bbox") double[] bbox,
            @JsonProperty("score") double score) {}

    /** What was found in a file. */
    private record Found(Path file, Path picture, List<Detection> detections) {}

    PredictionReport predict(List<Path> images, Path out) {
        List<Found> all = files.predict(images, batch -> predictBatch(batch, out));
        List<Result> results = new ArrayList<>();
        for (int n = 0; n < all.size(); n++) {
            for (Detection detection : all.get(n).detections()) {
                results.add(result(n + 1L, all.get(n).file(), detection));
            }
        }
        Path file = out.resolve("detections.json");
        ResultsFile.write(results, file);
        return new PredictionReport(all.size(), files.skipped(), List.of(file));
    }

    private Result result(long image, Path file, Detection detection) {
        double[] box = {
            detection.box().x1(),
            detection.box().y1(),
            detection.box().width(),
            detection.box().height()
        };
        int index = detection.classIndex();
        return new Result(image, file.toString(), index + 1, classes.get(index), box, detection.score());
    }

    /** The picture of one image; nothing where it could not be read and the policy is to skip. */
    Optional<Path> picture(Path image, Path out) {
        return files.predict(List.of(image), batch -> predictBatch(batch, out)).stream()
                .map(Found::picture)
                .findFirst();
    }

    private List<Found> predictBatch(List<Loaded> batch, Path out) {
        List<List<Detection>> detections =
                detector.detect(batch.stream().map(Loaded::sample).toList());
        List<Found> found = new ArrayList<>();
        for (int n = 0; n < batch.size(); n++) {
            Loaded image = batch.get(n);
            List<Detection> drawn = detections.get(n).stream()
                    .filter(detection ->
                            detection.score() >= config.detections().drawn())
                    .toList();
            Path picture = out.resolve(image.picture());
            BoxPicture.write(image.original(), drawn, classes, picture);
            found.add(new Found(image.file(), picture, detections.get(n)));
        }
        return found;
    }
}
