package org.tresnet4j.datasets.matlab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.tresnet4j.datasets.DatasetException;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.AnnotationIndex;
import org.tresnet4j.datasets.annotation.LabelMap;
import us.hebi.matlab.mat.types.Matrix;

/**
 * Reads Oxford Flowers 102 (Nilsback and Zisserman 2008): {@code imagelabels.mat} with a class from 1 for each picture,
 * {@code setid.mat} with the numbers of the pictures of each part. The files do not name the classes, so their numbers do.
 */
public final class OxfordFlowers {

    private static final int CLASSES = 102;

    private OxfordFlowers() {}

    /** A part of the data; the two that are learnt from together are what results are published with. */
    public enum Part {
        TRAIN("trnid"),
        VALIDATION("valid"),
        TRAIN_AND_VALIDATION("trnid", "valid"),
        TEST("tstid");

        private final List<String> variables;

        Part(String... variables) {
            this.variables = List.of(variables);
        }
    }

    /**
     * @param folder with the two files
     * @param images the folder of {@code image_00001.jpg} and so on
     * @throws DatasetException if a file is missing, damaged or another
     */
    public static AnnotationIndex read(Path folder, Path images, Part part) {
        MatlabFile labelFile = MatlabFile.read(folder.resolve("imagelabels.mat"));
        Matrix labels = labelFile.variable("labels", Matrix.class);
        MatlabFile setFile = MatlabFile.read(folder.resolve("setid.mat"));
        List<AnnotatedImage> flowers = new ArrayList<>();
        for (String variable : part.variables) {
            Matrix numbers = setFile.variable(variable, Matrix.class);
            for (int i = 0; i < numbers.getNumElements(); i++) {
                int number = numbers.getInt(i);
                if (number < 1 || number > labels.getNumElements()) {
                    throw setFile.fault(variable + " has the picture " + number + ", but there are labels of "
                            + labels.getNumElements());
                }
                flowers.add(flower(number, label(labelFile, labels, number), images));
            }
        }
        List<String> names =
                IntStream.rangeClosed(1, CLASSES).mapToObj(Integer::toString).toList();
        return AnnotationIndex.labelled(flowers, LabelMap.ofNames(names), 0);
    }

    private static int label(MatlabFile file, Matrix labels, int number) {
        int label = labels.getInt(number - 1);
        if (label < 1 || label > CLASSES) {
            throw file.fault("picture " + number + " has the class " + label + ", expected 1 to " + CLASSES);
        }
        return label;
    }

    private static AnnotatedImage flower(int number, int label, Path images) {
        Path file = images.resolve(String.format(Locale.ROOT, "image_%05d.jpg", number));
        return AnnotatedImage.labelled(number, file, label - 1);
    }
}
