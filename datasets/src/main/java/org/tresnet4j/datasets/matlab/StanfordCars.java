package org.tresnet4j.datasets.matlab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tresnet4j.datasets.DatasetException;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.AnnotationIndex;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.annotation.LabelMap;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.Struct;

/**
 * Reads the development kit of Stanford Cars (Krause et al. 2013): one car in a picture, its box in pixels from 1, both
 * corners included, and its class from 1.
 */
public final class StanfordCars {

    private static final String META = "cars_meta.mat";
    private static final List<String> FIELDS = List.of("bbox_x1", "bbox_y1", "bbox_x2", "bbox_y2", "class", "fname");

    private StanfordCars() {}

    /**
     * @param annotations {@code cars_train_annos.mat} or {@code cars_test_annos_withlabels.mat}, {@code cars_meta.mat}
     *     beside it
     * @param images the folder of the pictures
     * @throws DatasetException if a file is missing, damaged or another; the message names file and record
     */
    public static AnnotationIndex read(Path annotations, Path images) {
        List<String> names = names(MatlabFile.read(annotations.resolveSibling(META)));
        MatlabFile file = MatlabFile.read(annotations);
        Struct records = file.variable("annotations", Struct.class);
        checkFields(file, records);
        List<AnnotatedImage> cars = new ArrayList<>();
        for (int i = 0; i < records.getNumElements(); i++) {
            cars.add(car(file, records, i, images, names.size()));
        }
        return AnnotationIndex.labelled(cars, LabelMap.ofNames(names), 0);
    }

    private static List<String> names(MatlabFile meta) {
        Cell cell = meta.variable("class_names", Cell.class);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < cell.getNumElements(); i++) {
            names.add(cell.getChar(i).getString());
        }
        return names;
    }

    private static void checkFields(MatlabFile file, Struct records) {
        for (String field : FIELDS) {
            if (!records.getFieldNames().contains(field)) {
                throw file.fault("its annotations have no field '" + field + "'"
                        + (field.equals("class") ? ": take the file with labels, cars_test_annos_withlabels.mat" : ""));
            }
        }
    }

    private static AnnotatedImage car(MatlabFile file, Struct records, int i, Path images, int classes) {
        int number = records.getMatrix("class", i).getInt(0);
        if (number < 1 || number > classes) {
            throw file.fault("annotation " + (i + 1) + " has the class " + number + ", but there are " + classes);
        }
        Path picture = images.resolve(records.getChar("fname", i).getString());
        Box box = new Box(
                corner(records, "bbox_x1", i) - 1,
                corner(records, "bbox_y1", i) - 1,
                corner(records, "bbox_x2", i),
                corner(records, "bbox_y2", i));
        Annotation car = new Annotation(i + 1L, number - 1, box, box.area(), false);
        return new AnnotatedImage(i + 1L, picture, 0, 0, List.of(car));
    }

    private static double corner(Struct records, String field, int i) {
        return records.getMatrix(field, i).getDouble(0);
    }
}
