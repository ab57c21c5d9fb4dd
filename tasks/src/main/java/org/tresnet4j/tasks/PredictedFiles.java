package org.tresnet4j.tasks;

import com.google.common.collect.Lists;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.tresnet4j.datasets.image.ImageDecoder;
import org.tresnet4j.datasets.image.ImageException;
import org.tresnet4j.datasets.image.OnCorruptImage;
import org.tresnet4j.datasets.image.RgbImage;
import org.tresnet4j.datasets.transform.Sample;
import org.tresnet4j.datasets.transform.Transform;
import org.tresnet4j.runner.spi.TaskException;

/** Image files on their way through a network that predicts: decoded and resized, some at a time. Used once. */
public final class PredictedFiles {

    private final DataConfig config;
    private final PictureInput input;
    private final ImageDecoder decoder = Decoding.decoder();
    private final List<String> skipped = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    /**
     * @param config says how many at a time, and what happens to a file that is no picture
     * @param resize to what the network sees
     */
    public PredictedFiles(DataConfig config, Transform resize) {
        this.config = config;
        this.input = new PictureInput(resize);
    }

    /**
     * A file.
     *
     * @param picture the name of its annotated picture, unique in the run
     * @param original as decoded
     * @param sample as the network sees it
     */
    public record Loaded(Path file, String picture, RgbImage original, Sample sample) {}

    /** What is done with some of the files, which are closed afterwards. */
    @FunctionalInterface
    public interface Prediction<R> {
        List<R> apply(List<Loaded> files);
    }

    /** Predicts all files that can be read; one result for each, in their order. */
    public <R> List<R> predict(List<Path> files, Prediction<R> prediction) {
        List<R> results = new ArrayList<>();
        for (List<Path> part : Lists.partition(files, config.evaluationBatchSize())) {
            results.addAll(predictBatch(part, prediction));
        }
        return results;
    }

    /** Why files were left out, where the policy is to skip. */
    public List<String> skipped() {
        return List.copyOf(skipped);
    }

    private <R> List<R> predictBatch(List<Path> files, Prediction<R> prediction) {
        List<Loaded> loaded = new ArrayList<>();
        try {
            for (Path file : files) {
                decode(file).ifPresent(image -> loaded.add(load(file, image)));
            }
            return loaded.isEmpty() ? List.of() : prediction.apply(loaded);
        } finally {
            loaded.forEach(image -> {
                image.sample().close();
                image.original().close();
            });
        }
    }

    private Optional<RgbImage> decode(Path file) {
        try {
            return Optional.of(decoder.decode(file));
        } catch (ImageException e) {
            if (config.onCorruptImage() == OnCorruptImage.FAIL) {
                throw new TaskException(
                        e.getMessage() + "; to leave out pictures that cannot be read: --set data.onCorruptImage=skip",
                        e);
            }
            skipped.add(e.getMessage());
            return Optional.empty();
        }
    }

    /** The sample is a copy: the original is drawn on later. */
    private Loaded load(Path file, RgbImage image) {
        Sample sample = input.sample(file, RgbImage.of(image.mat().clone()));
        return new Loaded(file, pictureName(file), image, sample);
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
