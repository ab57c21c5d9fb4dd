package org.tresnet4j.datasets.inspect;

import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.AnnotationIndex;

/**
 * What a split holds, by its annotations alone: no picture is opened.
 *
 * @param images of the index
 * @param emptyImages those of them without an annotation
 * @param crowds annotations of groups; they are counted nowhere else but in {@link ClassCount#images}
 * @param classes in index order
 * @param sizes objects of each of COCO's sizes, by the area that the file gives
 * @param objectSides √area of the objects, pixels
 * @param shortSides shorter sides of the images, pixels
 * @param longSides longer sides of the images, pixels
 * @param aspects width/height of the images
 * @param imageSizes images of each size, e.g. {@code 640x480}, the most frequent first
 */
public record SplitStatistics(
        int images,
        int emptyImages,
        int crowds,
        List<ClassCount> classes,
        Map<ObjectSize, Integer> sizes,
        Histogram objectSides,
        Histogram shortSides,
        Histogram longSides,
        Histogram aspects,
        Map<String, Integer> imageSizes) {

    /** Two bins an octave, with COCO's limits among the edges. */
    private static final List<Double> OBJECT_EDGES =
            List.of(4., 6., 8., 12., 16., 24., 32., 48., 64., 96., 128., 192., 256., 384., 512., 768., 1024.);

    private static final List<Double> IMAGE_EDGES = List.of(
            32., 64., 96., 128., 192., 256., 320., 384., 448., 512., 640., 768., 896., 1024., 1280., 1536., 2048.,
            3072., 4096.);

    /** The usual 9:16, 2:3, 3:4, 1:1, 4:3, 3:2 and 16:9 are each within a bin, on no edge. */
    private static final List<Double> ASPECT_EDGES =
            List.of(0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.1, 1.25, 1.4, 1.6, 1.9, 2.25, 2.75);

    public SplitStatistics {
        classes = List.copyOf(classes);
        sizes = ImmutableMap.copyOf(sizes);
        imageSizes = ImmutableMap.copyOf(imageSizes);
    }

    /** Counts. */
    public static SplitStatistics of(AnnotationIndex index) {
        List<AnnotatedImage> images = index.images();
        List<Annotation> objects =
                annotations(images).filter(annotation -> !annotation.crowd()).toList();
        return new SplitStatistics(
                images.size(),
                (int) images.stream()
                        .filter(image -> image.annotations().isEmpty())
                        .count(),
                (int) annotations(images).filter(Annotation::crowd).count(),
                classes(index),
                sizes(objects),
                Histogram.of(OBJECT_EDGES, objects.stream().mapToDouble(object -> Math.sqrt(object.area()))),
                Histogram.of(
                        IMAGE_EDGES, images.stream().mapToDouble(image -> Math.min(image.width(), image.height()))),
                Histogram.of(
                        IMAGE_EDGES, images.stream().mapToDouble(image -> Math.max(image.width(), image.height()))),
                Histogram.of(
                        ASPECT_EDGES, images.stream().mapToDouble(image -> image.width() / (double) image.height())),
                imageSizes(images));
    }

    /** Of all classes, without crowds. */
    public int objects() {
        return classes.stream().mapToInt(ClassCount::objects).sum();
    }

    private static Stream<Annotation> annotations(List<AnnotatedImage> images) {
        return images.stream().flatMap(image -> image.annotations().stream());
    }

    private static List<ClassCount> classes(AnnotationIndex index) {
        int[] images = new int[index.labels().size()];
        int[] objects = new int[images.length];
        for (AnnotatedImage image : index.images()) {
            image.annotations().stream()
                    .mapToInt(Annotation::classIndex)
                    .distinct()
                    .forEach(classIndex -> images[classIndex]++);
            image.annotations().stream()
                    .filter(annotation -> !annotation.crowd())
                    .forEach(object -> objects[object.classIndex()]++);
        }
        List<ClassCount> classes = new ArrayList<>();
        for (int c = 0; c < images.length; c++) {
            classes.add(new ClassCount(index.labels().name(c), images[c], objects[c]));
        }
        return classes;
    }

    private static Map<ObjectSize, Integer> sizes(List<Annotation> objects) {
        Map<ObjectSize, Integer> sizes = new EnumMap<>(ObjectSize.class);
        for (ObjectSize size : ObjectSize.values()) {
            sizes.put(size, 0);
        }
        objects.forEach(object -> sizes.merge(ObjectSize.of(object.area()), 1, Integer::sum));
        return sizes;
    }

    private static Map<String, Integer> imageSizes(List<AnnotatedImage> images) {
        Map<String, Integer> counts = images.stream()
                .collect(Collectors.toMap(
                        image -> image.width() + "x" + image.height(), image -> 1, Integer::sum, TreeMap::new));
        ImmutableMap.Builder<String, Integer> sorted = ImmutableMap.builder();
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(sorted::put);
        return sorted.build();
    }
}
