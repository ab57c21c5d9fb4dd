package org.tresnet4j.multilabel.task;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.google.common.collect.Lists;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.tresnet4j.backbone.predict.Predictor;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.batch.ImageTensor;
import org.tresnet4j.datasets.image.ImageDecoder;
import org.tresnet4j.datasets.image.ImageException;
import org.tresnet4j.datasets.image.OnCorruptImage;
import org.tresnet4j.datasets.image.RgbImage;
import org.tresnet4j.datasets.transform.Sample;
import org.tresnet4j.datasets.transform.SquishResize;
import org.tresnet4j.runner.spi.PredictionReport;
import org.tresnet4j.runner.spi.TaskException;

/**
 * Tags image files: {@code predictions.json} with every class's probability and the tags above the threshold, and a
 * picture of each image with its tags.
 */
final class TagPrediction {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final MultiLabelConfig config;
    private final List<String> classes;
    private final Predictor predictor;
    private final ImageDecoder decoder = ImageDecoder.openCv();
    private final List<String> skipped = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    TagPrediction(MultiLabelConfig config, List<String> classes, Predictor predictor) {
        this.config = config;
        this.classes = classes;
        this.predictor = predictor;
    }

    /** One entry of {@code predictions.json}: the tags above the threshold, and all classes, best first. */
    private record Prediction(String file, String picture, List<String> tags, List<Tag> scores) {}

    PredictionReport predict(List<Path> images, Path out) {
        List<Prediction> predictions = new ArrayList<>();
        for (List<Path> part : Lists.partition(images, config.data().evaluationBatchSize())) {
            predictions.addAll(predictBatch(part, out));
        }
        Path file = out.resolve("predictions.json");
        try {
            JSON.writeValue(file.toFile(), predictions);
        } catch (IOException e) {
            throw new TaskException(file + ": could not be written (" + e.getMessage() + ")", e);
        }
        return new PredictionReport(predictions.size(), skipped, List.of(file));
    }

    /** The picture of one image; nothing where it could not be read and the policy is to skip. */
    Optional<Path> picture(Path image, Path out) {
        return predictBatch(List.of(image), out).stream()
                .map(prediction -> out.resolve(prediction.picture()))
                .findFirst();
    }

    private List<Prediction> predictBatch(List<Path> files, Path out) {
        List<Path> read = new ArrayList<>();
        List<RgbImage> originals = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        try {
            for (Path file : files) {
                decode(file).ifPresent(image -> {
                    read.add(file);
                    originals.add(image);
                    samples.add(resized(file, image));
                });
            }
            return samples.isEmpty() ? List.of() : write(read, originals, probabilities(samples), out);
        } finally {
            samples.forEach(Sample::close);
            originals.forEach(RgbImage::close);
        }
    }

    private Optional<RgbImage> decode(Path file) {
        try {
            return Optional.of(decoder.decode(file));
        } catch (ImageException e) {
            if (config.data().onCorruptImage() == OnCorruptImage.FAIL) {
                throw e;
            }
            skipped.add(e.getMessage());
            return Optional.empty();
        }
    }

    /** On a copy: the original is drawn on later. */
    private Sample resized(Path file, RgbImage image) {
        RgbImage copy = RgbImage.of(image.mat().clone());
        AnnotatedImage source = new AnnotatedImage(0, file, image.width(), image.height(), List.of());
        return new SquishResize(config.model().size()).apply(Sample.of(source, copy), new SplittableRandom(0));
    }

    private float[][] probabilities(List<Sample> samples) {
        return predictor.predict(ImageTensor.of(samples)).get(0).toFloatMatrix();
    }

    private List<Prediction> write(List<Path> files, List<RgbImage> images, float[][] probabilities, Path out) {
        List<Prediction> predictions = new ArrayList<>();
        for (int n = 0; n < files.size(); n++) {
            List<Tag> ranked = Tag.ranked(classes, probabilities[n]);
            List<Tag> tags = Tag.above(ranked, config.evaluation().threshold());
            String picture = pictureName(files.get(n));
            TagPicture.write(images.get(n), tags, out.resolve(picture));
            predictions.add(new Prediction(
                    files.get(n).toString(),
                    picture,
                    tags.stream().map(Tag::name).toList(),
                    ranked));
        }
        return predictions;
    }

    /** The image's own name; numbered where images of several folders share one. */
    private String pictureName(Path file) {
        String base = file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        String name = base + ".jpg";
        for (int i = 2; !names.add(name); i++) {
            name = base + "-" + i + ".jpg";
        }
        return name;
    }
}
