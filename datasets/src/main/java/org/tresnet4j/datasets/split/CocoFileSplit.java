package org.tresnet4j.datasets.split;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.tresnet4j.datasets.DatasetException;
import org.tresnet4j.datasets.annotation.Category;
import org.tresnet4j.datasets.coco.CocoRecords;
import org.tresnet4j.datasets.coco.CocoRecords.AnnotationRecord;
import org.tresnet4j.datasets.coco.CocoRecords.ImageRecord;
import org.tresnet4j.datasets.inspect.ClassCount;

/**
 * Splits a COCO annotation file into one for training, one for validation and, if wanted, one for test: every image with its
 * annotations in one of them, each class in all of them as far as it goes round (iterative stratification, Sechidis et al.
 * 2011). Records keep all their fields and their ids, and the files everything that is no record.
 */
public final class CocoFileSplit {

    private static final List<String> PARTS = List.of("train", "validation", "test");

    private final Path annotations;
    private final CocoRecords records;
    private final List<ImageRecord> images;
    private final List<Category> categories;
    /** The place of an annotation's image, by its own place. */
    private final int[] imageOf;
    /** The place of an annotation's category, by its own place. */
    private final int[] categoryOf;
    /** The places of an image's categories, by its place. */
    private final int[][] categoriesOf;

    private CocoFileSplit(Path annotations, CocoRecords records) {
        this.annotations = annotations;
        this.records = records;
        this.images = records.images();
        this.categories = records.categories();
        Map<Long, Integer> imagePlaces = new HashMap<>();
        images.forEach(image -> requireNew(imagePlaces.put(image.id(), imagePlaces.size()), image.name()));
        Map<Integer, Integer> categoryPlaces = new HashMap<>();
        categories.forEach(category ->
                requireNew(categoryPlaces.put(category.id(), categoryPlaces.size()), "category " + category.id()));
        this.imageOf = new int[records.annotations()];
        this.categoryOf = new int[imageOf.length];
        for (int place = 0; place < imageOf.length; place++) {
            AnnotationRecord annotation = records.annotation(place);
            imageOf[place] = place(imagePlaces, annotation.imageId(), annotation, "image", "images");
            categoryOf[place] = place(categoryPlaces, annotation.categoryId(), annotation, "category", "categories");
        }
        this.categoriesOf = categoriesByImage();
    }

    /** The files that {@link #write} makes in a folder; the last one only if there is a part for it. */
    public static List<Path> files(Path folder) {
        return PARTS.stream().map(part -> file(folder, part)).toList();
    }

    private static Path file(Path folder, String part) {
        return folder.resolve("instances_" + part + ".json");
    }

    /**
     * Writes the parts.
     *
     * @param annotations a COCO file
     * @param seed decides which images go where: with the same one, always the same
     * @param folder made if it is not there; files in it are replaced
     * @return what was written, the training part first
     * @throws DatasetException if the file cannot be used, or has too few images
     * @throws UncheckedIOException if writing fails
     */
    public static List<WrittenPart> write(Path annotations, SplitFractions fractions, long seed, Path folder) {
        CocoRecords records = CocoRecords.read(annotations);
        if (!records.malformed().isEmpty()) {
            throw records.malformed().get(0);
        }
        return new CocoFileSplit(annotations, records).write(fractions, seed, folder);
    }

    private void requireNew(Integer earlier, String record) {
        if (earlier != null) {
            throw new DatasetException(annotations + ": " + record + " occurs twice; give each its own id");
        }
    }

    private <I extends Number> int place(
            Map<I, Integer> places, I id, AnnotationRecord annotation, String noun, String section) {
        Integer place = places.get(id);
        if (place == null) {
            throw new DatasetException(
                    annotations + ": " + annotation.name() + ": " + noun + " " + id + " is not in " + section);
        }
        return place;
    }

    private List<WrittenPart> write(SplitFractions fractions, long seed, Path folder) {
        ImmutableMap<String, Double> shares = fractions.byPart();
        List<String> names = shares.keySet().asList();
        int[] partOf = IterativeStratification.distribute(
                categoriesOf,
                categories.size(),
                shares.values().stream().mapToDouble(Double::doubleValue).toArray(),
                seed);
        requireImages(names, partOf);
        makeFolder(folder);
        List<WrittenPart> written = new ArrayList<>();
        for (int part = 0; part < names.size(); part++) {
            int wanted = part;
            Path file = file(folder, names.get(part));
            new PartCopy(Map.of(
                            "images", place -> partOf[place] == wanted,
                            "annotations", place -> partOf[imageOf[place]] == wanted))
                    .write(annotations, file);
            written.add(count(names.get(part), file, partOf, part));
        }
        return List.copyOf(written);
    }

    private int[][] categoriesByImage() {
        List<Set<Integer>> byImage = new ArrayList<>();
        images.forEach(image -> byImage.add(new TreeSet<>()));
        for (int place = 0; place < imageOf.length; place++) {
            byImage.get(imageOf[place]).add(categoryOf[place]);
        }
        return byImage.stream()
                .map(ofImage -> ofImage.stream().mapToInt(Integer::intValue).toArray())
                .toArray(int[][]::new);
    }

    private void requireImages(List<String> names, int[] partOf) {
        for (int part = 0; part < names.size(); part++) {
            int wanted = part;
            if (IntStream.of(partOf).noneMatch(of -> of == wanted)) {
                throw new DatasetException(annotations + ": none of its " + partOf.length + " images is left for "
                        + names.get(part) + "; annotate more, or want fewer parts");
            }
        }
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + ": cannot be made: " + e, e);
        }
    }

    private WrittenPart count(String name, Path file, int[] partOf, int part) {
        int[] classImages = new int[categories.size()];
        int[] classObjects = new int[categories.size()];
        int count = 0;
        int empty = 0;
        for (int image = 0; image < partOf.length; image++) {
            if (partOf[image] == part) {
                count++;
                empty += categoriesOf[image].length == 0 ? 1 : 0;
                IntStream.of(categoriesOf[image]).forEach(classIndex -> classImages[classIndex]++);
            }
        }
        for (int place = 0; place < imageOf.length; place++) {
            if (partOf[imageOf[place]] == part && !records.annotation(place).crowd()) {
                classObjects[categoryOf[place]]++;
            }
        }
        return new WrittenPart(
                name,
                file,
                count,
                empty,
                IntStream.range(0, classImages.length)
                        .mapToObj(classIndex -> new ClassCount(
                                categories.get(classIndex).name(), classImages[classIndex], classObjects[classIndex]))
                        .toList());
    }
}
