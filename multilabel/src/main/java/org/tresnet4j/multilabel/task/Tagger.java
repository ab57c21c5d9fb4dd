package org.tresnet4j.multilabel.task;

import java.nio.file.Path;
import java.util.List;
import org.tresnet4j.tasks.ClassScore;
import org.tresnet4j.tasks.PictureScores;
import org.tresnet4j.tasks.TaskModel;

/** A trained tagger for programs. Any number of threads may use one at once. */
public final class Tagger {

    private final PictureScores scores;

    Tagger(PictureScores scores) {
        this.scores = scores;
    }

    /**
     * Loads a tagger.
     *
     * @param path the folder of a run, whose best checkpoint is taken, or a checkpoint
     * @param overrides {@code key=value} over the saved configuration, as {@code kernels=nd4j}
     * @throws org.tresnet4j.runner.spi.TaskException when it is no tagger's, or cannot be used
     */
    public static Tagger load(Path path, String... overrides) {
        TaskModel<MultiLabelTask> model =
                TaskModel.load(path, List.of(overrides), new MultiLabelTaskProvider(), MultiLabelTask.class);
        return model.task().forPrograms(model.network());
    }

    /** The names of the classes, in the order of the network's. */
    public List<String> classes() {
        return scores.classes();
    }

    /**
     * All classes with the probability that a picture file shows them, most probable first.
     *
     * @throws org.tresnet4j.datasets.image.ImageException if it is missing or no picture
     */
    public List<ClassScore> tag(Path file) {
        return scores.of(file);
    }

    /**
     * As {@link #tag(Path)} for the content of a file, of an upload for example.
     *
     * @throws org.tresnet4j.datasets.image.ImageException if it is no picture
     */
    public List<ClassScore> tag(byte[] encoded) {
        return scores.of(encoded);
    }
}
