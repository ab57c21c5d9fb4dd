package org.tresnet4j.tasks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tresnet4j.datasets.annotation.AnnotationIndex;
import org.tresnet4j.datasets.cifar.CifarKind;
import org.tresnet4j.datasets.cifar.CifarReader;
import org.tresnet4j.datasets.coco.CocoPolicy;
import org.tresnet4j.datasets.coco.CocoPolicy.EmptyImages;
import org.tresnet4j.datasets.coco.CocoSplit;
import org.tresnet4j.datasets.folder.ImageFolder;
import org.tresnet4j.datasets.matlab.OxfordFlowers;
import org.tresnet4j.datasets.matlab.StanfordCars;
import org.tresnet4j.runner.config.ConfigException;
import org.tresnet4j.runner.config.ConfigException.Fault;
import org.tresnet4j.runner.spi.Places;

/**
 * The files of a split, whatever their format.
 *
 * @param name of the split
 * @param root the folder that its paths start from
 * @param places where the configuration says so
 */
record SplitFiles(String name, Path root, SplitConfig config, Places places) {

    private static final Map<SplitPart, OxfordFlowers.Part> FLOWERS = Map.of(
            SplitPart.TRAIN, OxfordFlowers.Part.TRAIN,
            SplitPart.VALIDATION, OxfordFlowers.Part.VALIDATION,
            SplitPart.TRAIN_AND_VALIDATION, OxfordFlowers.Part.TRAIN_AND_VALIDATION,
            SplitPart.TEST, OxfordFlowers.Part.TEST);

    /** The paths that lead to nothing. */
    List<Fault> missing() {
        if (!Files.isDirectory(root)) {
            return List.of(fault(
                    "data.root", absolute(root) + " is not a folder; say where the data is: --set data.root=FOLDER"));
        }
        return Stream.concat(
                        config.annotations().stream().flatMap(path -> missing("annotations", path)),
                        missing("images", config.images()))
                .toList();
    }

    private Stream<Fault> missing(String key, Path path) {
        Path joined = root.resolve(path);
        return Files.exists(joined)
                ? Stream.empty()
                : Stream.of(fault(
                        "data." + name + "." + key,
                        absolute(joined) + " does not exist; "
                                + (path.isAbsolute()
                                        ? "correct the path"
                                        : "it is data.root joined with this key: correct one of them")));
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }

    private Fault fault(String key, String problem) {
        return new Fault(places.of(key), key, problem);
    }

    /**
     * Reads files that are there.
     *
     * @param empty what happens to images without a label
     * @throws org.tresnet4j.datasets.DatasetException if they are not what they should be
     */
    AnnotationIndex read(EmptyImages empty) {
        return switch (config.format()) {
            case COCO -> coco(empty).read();
            case FOLDER -> ImageFolder.read(images());
            case CIFAR10 -> cifar(CifarKind.CIFAR_10);
            case CIFAR100 -> cifar(CifarKind.CIFAR_100);
            case CARS -> StanfordCars.read(annotations(), images());
            case FLOWERS ->
                OxfordFlowers.read(
                        annotations(), images(), FLOWERS.get(config.part().orElseThrow()));
        };
    }

    /**
     * A split in COCO's format; nothing is read yet.
     *
     * @param empty what happens to images without a label when it is read
     * @throws ConfigException if it has another format
     */
    CocoSplit coco(EmptyImages empty) {
        if (config.format() != DataFormat.COCO) {
            throw ConfigException.of(
                    fault("data." + name + ".format", "is " + config.format() + ", but COCO's format is needed here"));
        }
        return new CocoSplit(
                name, annotations(), images(), CocoPolicy.defaults().withEmptyImages(empty));
    }

    private AnnotationIndex cifar(CifarKind kind) {
        return new CifarReader(kind).read(images(), config.part().orElseThrow() == SplitPart.TRAIN);
    }

    /**
     * What holds the labels.
     *
     * @throws ConfigException if the format has no such file
     */
    Path annotations() {
        return config.annotations()
                .map(root::resolve)
                .orElseThrow(() -> ConfigException.of(fault(
                        "data." + name + ".format",
                        config.format() + " has no annotation file, but one is needed here")));
    }

    private Path images() {
        return root.resolve(config.images());
    }
}
