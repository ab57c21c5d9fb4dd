package org.tresnet4j.detection.task;

import java.nio.file.Path;
import java.util.List;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.transform.Sample;
import org.tresnet4j.tasks.PictureInput;
import org.tresnet4j.tasks.TaskModel;

/** A trained detector for programs. Any number of threads may use one at once. */
public final class Detector {

    private final List<String> classes;
    private final ImageDetector detector;
    private final PictureInput input;

    Detector(List<String> classes, ImageDetector detector, PictureInput input) {
        this.classes = classes;
        this.detector = detector;
        this.input = input;
    }

    /**
     * An object in a picture.
     *
     * @param className its class
     * @param score its probability, in (0,1]
     * @param box in the pixels of the picture's file, as it is seen (upright)
     */
    public record Found(String className, double score, Box box) {}

    /**
     * Loads a detector.
     *
     * @param path the folder of a run, whose best checkpoint is taken, or a checkpoint
     * @param overrides {@code key=value} over the saved configuration, as {@code detections.scoreThreshold=0.3}
     * @throws org.tresnet4j.runner.spi.TaskException when it is no detector's, or cannot be used
     */
    public static Detector load(Path path, String... overrides) {
        TaskModel<DetectionTask> model =
                TaskModel.load(path, List.of(overrides), new DetectionTaskProvider(), DetectionTask.class);
        return model.task().forPrograms(model.network());
    }

    /** The names of the classes, in the order of the network's. */
    public List<String> classes() {
        return classes;
    }

    /**
     * The objects in a picture file, best first: those of {@code detections.scoreThreshold} and more.
     *
     * @throws org.tresnet4j.datasets.image.ImageException if it is missing or no picture
     */
    public List<Found> detect(Path file) {
        return input.read(file, this::detect);
    }

    /**
     * As {@link #detect(Path)} for the content of a file, of an upload for example.
     *
     * @throws org.tresnet4j.datasets.image.ImageException if it is no picture
     */
    public List<Found> detect(byte[] encoded) {
        return input.read(encoded, this::detect);
    }

    private List<Found> detect(Sample sample) {
        return detector.detect(List.of(sample)).get(0).stream()
                .map(found -> new Found(classes.get(found.classIndex()), found.score(), found.box()))
                .toList();
    }
}
