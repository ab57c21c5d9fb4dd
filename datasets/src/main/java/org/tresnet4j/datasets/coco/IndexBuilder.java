package org.tresnet4j.datasets.coco;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.AnnotationIndex;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.annotation.Category;
import org.tresnet4j.datasets.annotation.IndexReport;
import org.tresnet4j.datasets.annotation.LabelMap;
import org.tresnet4j.datasets.image.ImageDecoder;
import org.tresnet4j.datasets.image.ImageException;
import org.tresnet4j.datasets.image.RgbImage;

/** Resolves the references of a file's tables, applies the policy, and counts what it did. For one use. */
final class IndexBuilder {

    private static final int DROPPED = -1;

    private final Path file;
    private final Path imagesFolder;
    private final CocoPolicy policy;
    private final ImageDecoder decoder;
    private final CocoTables tables;
    private final AnnotationColumns columns;

    private int crowds;
    private int emptyImages;
    private int emptyImagesDropped;
    private int crowdsDropped;
    private int degenerateBoxes;
    private int clippedBoxes;
    private int outsideBoxes;
    private int unknownReferences;
    private int sizesFromFiles;

    IndexBuilder(Path file, Path imagesFolder, CocoPolicy policy, ImageDecoder decoder, CocoTables tables) {
        this.file = file;
        this.imagesFolder = imagesFolder;
        this.policy = policy;
        this.decoder = decoder;
        this.tables = tables;
        this.columns = tables.annotations();
    }

    AnnotationIndex build() {
        LabelMap labels = labels();
        Map<Long, Integer> imageRows = imageRows();
        checkAnnotationIds();
        int[] imageRowOf = new int[columns.size()];
        int[] firstOf = new int[tables.images().size() + 1];
        for (int row = 0; row < columns.size(); row++) {
            imageRowOf[row] = imageRow(row, imageRows, labels);
            if (imageRowOf[row] != DROPPED) {
                firstOf[imageRowOf[row] + 1]++;
            }
        }
        int[] rowsByImage = rowsByImage(imageRowOf, firstOf);
        List<AnnotatedImage> images = new ArrayList<>();
        int annotations = 0;
        for (int imageRow = 0; imageRow < tables.images().size(); imageRow++) {
            AnnotatedImage image =
                    image(tables.images().get(imageRow), rowsByImage, firstOf[imageRow], firstOf[imageRow + 1], labels);
            if (keep(image)) {
                images.add(image);
                annotations += image.annotations().size();
            }
        }
        if (images.isEmpty()) {
            throw new CocoException(
                    file,
                    tables.images().isEmpty()
                            ? "\"images\" is empty"
                            : "none of its " + tables.images().size()
                                    + " images has a usable annotation: keep empty images or look at the boxes");
        }
        return new AnnotationIndex(
                images,
                labels,
                new IndexReport(
                        images.size(),
                        annotations,
                        crowds,
                        emptyImages,
                        emptyImagesDropped,
                        crowdsDropped,
                        degenerateBoxes,
                        clippedBoxes,
                        outsideBoxes,
                        unknownReferences,
                        sizesFromFiles,
                        0));
    }

    private LabelMap labels() {
        if (tables.categories().isEmpty()) {
            throw new CocoException(file, "\"categories\" is empty");
        }
        Set<Integer> ids = new HashSet<>();
        for (Category category : tables.categories()) {
            if (!ids.add(category.id())) {
                throw new CocoException(file, "category " + category.id() + " occurs twice in categories");
            }
        }
        return new LabelMap(tables.categories());
    }

    private Map<Long, Integer> imageRows() {
        Map<Long, Integer> rows = new HashMap<>();
        for (CocoTables.ImageRow image : tables.images()) {
            if (rows.put(image.id(), rows.size()) != null) {
                throw new CocoException(file, "image " + image.id() + " occurs twice in images");
            }
        }
        return rows;
    }

    private void checkAnnotationIds() {
        long[] ids = columns.sortedIds();
        for (int i = 1; i < ids.length; i++) {
            if (ids[i] == ids[i - 1]) {
                throw new CocoException(file, "annotation " + ids[i] + " occurs twice in annotations");
            }
        }
    }

    /** Which image an annotation goes to, or {@link #DROPPED} for a reason that needs no look at the box. */
    private int imageRow(int row, Map<Long, Integer> imageRows, LabelMap labels) {
        Integer imageRow = imageRows.get(columns.imageId(row));
        if (imageRow == null) {
            return unknown(row, "image " + columns.imageId(row) + " is not in images");
        }
        if (labels.classIndex(columns.categoryId(row)).isEmpty()) {
            return unknown(row, "category " + columns.categoryId(row) + " is not in categories");
        }
        if (columns.crowd(row) && policy.crowds() == CocoPolicy.Crowds.DROP) {
            crowdsDropped++;
            return DROPPED;
        }
        return imageRow;
    }

    private int unknown(int row, String problem) {
        if (policy.unknownReferences() == CocoPolicy.UnknownReferences.FAIL) {
            long id = columns.id(row);
            String annotation = id < 0 ? "annotations[" + (-id - 1) + "]" : "annotation " + id;
            throw new CocoException(file, annotation + ": " + problem);
        }
        unknownReferences++;
        return DROPPED;
    }

    /** Annotation rows grouped by image, in the order of the file; turns the counts in firstOf into starts. */
    private static int[] rowsByImage(int[] imageRowOf, int[] firstOf) {
        for (int image = 1; image < firstOf.length; image++) {
            firstOf[image] += firstOf[image - 1];
        }
        int[] next = firstOf.clone();
        int[] rows = new int[firstOf[firstOf.length - 1]];
        for (int row = 0; row < imageRowOf.length; row++) {
            if (imageRowOf[row] != DROPPED) {
                rows[next[imageRowOf[row]]++] = row;
            }
        }
        return rows;
    }

    private AnnotatedImage image(CocoTables.ImageRow image, int[] rows, int from, int to, LabelMap labels) {
        Path picture = picture(image);
        int width = image.width();
        int height = image.height();
        if (!image.hasSize()) {
            try (RgbImage pixels = decoder.decode(picture)) {
                width = pixels.width();
                height = pixels.height();
                sizesFromFiles++;
            } catch (ImageException e) {
                throw new CocoException(
                        file,
                        "image " + image.id() + ": has no width and height, and its picture cannot tell: "
                                + e.getMessage(),
                        e);
            }
        }
        List<Annotation> annotations = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            int row = rows[i];
            Box box = usableBox(row, width, height);
            if (box != null) {
                double area = columns.area(row) == AnnotationColumns.NO_AREA ? box.area() : columns.area(row);
                OptionalInt classIndex = labels.classIndex(columns.categoryId(row));
                annotations.add(new Annotation(columns.id(row), classIndex.getAsInt(), box, area, columns.crowd(row)));
                crowds += columns.crowd(row) ? 1 : 0;
            }
        }
        return new AnnotatedImage(image.id(), picture, width, height, annotations);
    }

    private Path picture(CocoTables.ImageRow image) {
        try {
            return imagesFolder.resolve(image.fileName());
        } catch (InvalidPathException e) {
            throw new CocoException(file, "image " + image.id() + ": file_name is no file name: " + e.getMessage(), e);
        }
    }

    /** The box as the policy wants it, or null if the annotation is dropped. */
    private Box usableBox(int row, int imageWidth, int imageHeight) {
        Box box = Box.fromXywh(columns.x(row), columns.y(row), columns.width(row), columns.height(row));
        if (box.isEmpty()) {
            degenerateBoxes++;
            return null;
        }
        Box inside = box.clip(imageWidth, imageHeight);
        if (inside.equals(box) || policy.outOfImageBoxes() == CocoPolicy.OutOfImageBoxes.KEEP) {
            return box;
        }
        if (inside.isEmpty() || policy.outOfImageBoxes() == CocoPolicy.OutOfImageBoxes.DROP) {
            outsideBoxes++;
            return null;
        }
        clippedBoxes++;
        return inside;
    }

    private boolean keep(AnnotatedImage image) {
        if (!image.annotations().isEmpty()) {
            return true;
        }
        if (policy.emptyImages() == CocoPolicy.EmptyImages.DROP) {
            emptyImagesDropped++;
            return false;
        }
        emptyImages++;
        return true;
    }
}
