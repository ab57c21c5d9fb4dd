package org.tresnet4j.tasks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tresnet4j.datasets.annotation.AnnotationIndex;
import org.tresnet4j.datasets.coco.CocoPolicy.EmptyImages;
import org.tresnet4j.datasets.coco.CocoSplit;
import org.tresnet4j.runner.config.ConfigException;
import org.tresnet4j.runner.spi.Places;
import org.tresnet4j.runner.spi.TaskException;

/** The parts of a task's data by name, each read when it is first asked for. */
final class Splits {

    static final String TRAIN = "train";
    static final String VALIDATION = "validation";
    static final String TEST = "test";

    private static final Logger LOG = LoggerFactory.getLogger(Splits.class);

    private final DataConfig config;
    private final Places places;
    private final Map<String, AnnotationIndex> read = new HashMap<>();

    /** @param places where the configuration is written */
    Splits(DataConfig config, Places places) {
        this.config = config;
        this.places = places;
    }

    /** In the order in which they are learnt from and measured on. */
    Stream<String> inOrder() {
        return Stream.concat(
                Stream.of(TRAIN, VALIDATION), config.test().stream().map(test -> TEST));
    }

    /** What can be evaluated, the one for training first. */
    List<String> names() {
        List<String> names = new ArrayList<>(List.of(VALIDATION));
        config.test().ifPresent(test -> names.add(TEST));
        names.add(TRAIN);
        return names;
    }

    /**
     * A split, read on the first call.
     *
     * @throws TaskException if there is none of that name, or it has no images
     * @throws ConfigException if its files are not there
     */
    AnnotationIndex get(String name) {
        return read.computeIfAbsent(name, this::read);
    }

    /**
     * A split's annotation file.
     *
     * @throws ConfigException if its format has none
     */
    Path annotations(String name) {
        return files(name).annotations();
    }

    private SplitConfig split(String name) {
        return switch (name) {
            case TRAIN -> config.train();
            case VALIDATION -> config.validation();
            case TEST -> config.test().orElseThrow(() -> unknown(name));
            default -> throw unknown(name);
        };
    }

    private TaskException unknown(String name) {
        return new TaskException("there is no split '" + name + "'; there are " + String.join(", ", names()));
    }

    /**
     * A split's files, which are there, and how they are read; nothing is read yet.
     *
     * @throws TaskException if there is none of that name
     * @throws ConfigException if it is not in COCO's format, or its files are not there
     */
    CocoSplit locate(String name) {
        return existing(name).coco(emptyImages(name));
    }

    private EmptyImages emptyImages(String name) {
        return name.equals(TRAIN) ? config.emptyImages() : EmptyImages.KEEP;
    }

    private SplitFiles files(String name) {
        return new SplitFiles(name, config.root(), split(name), places);
    }

    /** A split's files; if one of them is not there, all paths of the section that lead to nothing are told. */
    private SplitFiles existing(String name) {
        SplitFiles files = files(name);
        if (!files.missing().isEmpty()) {
            throw ConfigException.of(inOrder()
                    .flatMap(each -> files(each).missing().stream())
                    .distinct()
                    .toArray(ConfigException.Fault[]::new));
        }
        return files;
    }

    private AnnotationIndex read(String name) {
        SplitFiles files = existing(name);
        EmptyImages empty = emptyImages(name);
        AnnotationIndex index = files.read(empty);
        if (index.images().isEmpty()) {
            throw new TaskException("split " + name + ": no images to use"
                    + (empty == EmptyImages.DROP
                            ? "; images without labels are dropped: set data.emptyImages=keep to train on them"
                            : ""));
        }
        LOG.info("{}: {}", name, index.report());
        return index;
    }
}
