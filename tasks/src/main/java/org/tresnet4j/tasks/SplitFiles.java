package org.tresnet4j.tasks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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

/**
 * The files of a split, whatever their format.
 *
 * @param name of the split
 * @param root the folder that its paths start from
 */
record SplitFiles(String name, Path root, SplitConfig config) {

    private static final Map<SplitPart, OxfordFlowers.Part> FLOWERS = Map.of(
            SplitPart.TRAIN, OxfordFlowers.Part.TRAIN,
            SplitPart.VALIDATION, OxfordFlowers.Part.VALIDATION,
            SplitPart.TRAIN_AND_VALIDATION, OxfordFlowers.Part.TRAIN_AND_VALIDATION,
            SplitPart.TEST, OxfordFlowers.Part.TEST);

    /**
     * @param empty what happens to images without a label
     * @throws ConfigException if the files are not there
     * @throws org.tresnet4j.datasets.DatasetException if they are not what they should be
     */
    AnnotationIndex read(EmptyImages empty) {
        return switch (config.format()) {
            case COCO -> coco(empty).read();
            case FOLDER -> ImageFolder.read(images());
            case CIFAR10 -> cifar(CifarKind.CIFAR_10);
            case CIFAR100 -> cifar(CifarKind.CIFAR_100);
            case CARS -> StanfordCars.read(existing("annotations", annotations()), images());
            case FLOWERS ->
                OxfordFlowers.read(
                        existing("annotations", annotations()),
                        images(),
                        FLOWERS.get(config.part().orElseThrow()));
        };
    }

    /**
     * A split in COCO's format; nothing is read yet.
     *
     * @param empty what happens to images without a label when it is read
     * @throws ConfigException if it has another format, or its files are not there
     */
    CocoSplit coco(EmptyImages empty) {
        if (config.format() != DataFormat.COCO) {
            throw ConfigException.at(
                    "data." + name + ".format", "is " + config.format() + ", but COCO's format is needed here");
        }
        Path annotations = existing("annotations", annotations());
        return new CocoSplit(name, annotations, images(), CocoPolicy.defaults().withEmptyImages(empty));
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
                .orElseThrow(() -> ConfigException.at(
                        "data." + name + ".format",
                        config.format() + " has no annotation file, but one is needed here"));
    }

    private Path images() {
        return existing("images", root.resolve(config.images()));
    }

    private void requireRoot() {
        if (!Files.isDirectory(root)) {
            throw ConfigException.at(
                    "data.root", root + " is not a folder; say where the data is: --set data.root=FOLDER");
        }
    }

    private Path existing(String key, Path path) {
        requireRoot();
        if (!Files.exists(path)) {
            throw ConfigException.at(
                    "data." + name + "." + key,
                    path + " does not exist; it is data.root joined with this key: correct one of them");
        }
        return path;
    }
}
