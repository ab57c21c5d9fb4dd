package org.tresnet4j.datasets.inspect;

import com.google.common.collect.ImmutableListMultimap;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.tresnet4j.datasets.annotation.Category;
import org.tresnet4j.datasets.coco.CocoException;
import org.tresnet4j.datasets.coco.CocoPolicy.EmptyImages;
import org.tresnet4j.datasets.coco.CocoRecords;
import org.tresnet4j.datasets.coco.CocoRecords.AnnotationRecord;
import org.tresnet4j.datasets.coco.CocoRecords.ImageRecord;
import org.tresnet4j.datasets.coco.CocoSplit;
import org.tresnet4j.datasets.image.ImageDecoder;

/**
 * Walks a whole data set: every record, and every picture, which is decoded as in training, on all processors. Nothing is
 * mended and nothing stops at the first fault.
 */
public final class DatasetCheck {

    private final ImageDecoder decoder;
    /** The first split of each picture. */
    private final Map<Path, String> earlierPictures = new HashMap<>();

    private List<String> firstCategories = List.of();

    private DatasetCheck(ImageDecoder decoder) {
        this.decoder = decoder;
    }

    /**
     * One report for each split.
     *
     * @param splits the one that is trained on first: the others must have its categories
     * @param beforeEach is told what comes next
     */
    public static List<SplitReport> check(List<CocoSplit> splits, Consumer<CocoSplit> beforeEach) {
        DatasetCheck check = new DatasetCheck(ImageDecoder.openCv());
        List<SplitReport> reports = new ArrayList<>();
        for (CocoSplit split : splits) {
            beforeEach.accept(split);
            reports.add(check.check(split));
        }
        return List.copyOf(reports);
    }

    private SplitReport check(CocoSplit split) {
        CocoRecords records;
        try {
            records = CocoRecords.read(split.annotations());
        } catch (CocoException e) {
            return new SplitReport(
                    split, 0, 0, 0, Map.of(), List.of(new Finding(Problem.ANNOTATION_FILE, "", detail(split, e))));
        }
        List<Finding> findings = new ArrayList<>();
        records.malformed().forEach(fault -> findings.add(malformed(detail(split, fault))));
        checkCategories(split, records.categories(), findings);
        checkAnnotations(records, findings);
        Map<String, Integer> shared = checkEarlierSplits(split, records.images(), findings);
        checkImages(split, records, findings);
        return new SplitReport(
                split,
                records.images().size(),
                records.annotations(),
                records.categories().size(),
                shared,
                findings);
    }

    /** The message without the file, which the report names. */
    private static String detail(CocoSplit split, CocoException fault) {
        String file = split.annotations() + ": ";
        return fault.getMessage().startsWith(file) ? fault.getMessage().substring(file.length()) : fault.getMessage();
    }

    private static Finding malformed(String message) {
        String[] parts = message.split(": ", 2);
        return new Finding(Problem.MALFORMED_RECORD, parts[0], parts[1]);
    }

    private void checkCategories(CocoSplit split, List<Category> categories, List<Finding> findings) {
        if (categories.isEmpty()) {
            findings.add(new Finding(Problem.NO_CATEGORIES, "", "\"categories\" is empty"));
        }
        Set<Integer> ids = new HashSet<>();
        for (Category category : categories) {
            if (!ids.add(category.id())) {
                findings.add(new Finding(
                        Problem.DUPLICATE_CATEGORY_ID,
                        "category " + category.id(),
                        "occurs again, as " + category.name()));
            }
        }
        List<String> names = categories.stream().map(Category::name).toList();
        if (firstCategories.isEmpty()) {
            firstCategories = names;
        } else if (!names.equals(firstCategories)) {
            findings.add(new Finding(
                    Problem.OTHER_CATEGORIES, "", "has " + names + ", the first split has " + firstCategories));
        }
    }

    private static void checkAnnotations(CocoRecords records, List<Finding> findings) {
        Set<Long> images = new HashSet<>();
        records.images().forEach(image -> images.add(image.id()));
        Set<Integer> categories = new HashSet<>();
        records.categories().forEach(category -> categories.add(category.id()));
        Set<Long> ids = new HashSet<>();
        for (int place = 0; place < records.annotations(); place++) {
            AnnotationRecord annotation = records.annotation(place);
            if (!ids.add(annotation.id())) {
                findings.add(new Finding(Problem.DUPLICATE_ANNOTATION_ID, annotation.name(), "occurs again"));
            }
            if (!images.contains(annotation.imageId())) {
                findings.add(new Finding(
                        Problem.UNKNOWN_IMAGE,
                        annotation.name(),
                        "image " + annotation.imageId() + " is not in images"));
            }
            if (!categories.contains(annotation.categoryId())) {
                findings.add(new Finding(
                        Problem.UNKNOWN_CATEGORY,
                        annotation.name(),
                        "category " + annotation.categoryId() + " is not in categories"));
            }
        }
    }

    private void checkImages(CocoSplit split, CocoRecords records, List<Finding> findings) {
        List<ImageRecord> images = records.images();
        ImmutableListMultimap<Long, Integer> places = placesByImage(records);
        boolean[] repeated = new boolean[images.size()];
        Set<Long> ids = new HashSet<>();
        for (int i = 0; i < repeated.length; i++) {
            ImageRecord image = images.get(i);
            repeated[i] = !ids.add(image.id());
            if (repeated[i]) {
                findings.add(
                        new Finding(Problem.DUPLICATE_IMAGE_ID, image.name(), "occurs again, as " + image.fileName()));
            }
            if (!places.containsKey(image.id())) {
                findings.add(new Finding(Problem.NO_ANNOTATIONS, image.name(), image.fileName()));
            }
        }
        List<PictureCheck.Result> results = IntStream.range(0, images.size())
                .parallel()
                .mapToObj(i -> new PictureCheck(images.get(i))
                        .check(
                                split.images(),
                                decoder,
                                // a repeated id's annotations belong to its first image
                                repeated[i]
                                        ? List.of()
                                        : annotations(
                                                records,
                                                places.get(images.get(i).id()))))
                .toList();
        results.forEach(result -> findings.addAll(result.findings()));
        boolean emptyOnes = split.policy().emptyImages() == EmptyImages.KEEP;
        if (results.stream().noneMatch(result -> result.decoded() && (emptyOnes || result.boxes() > 0))) {
            findings.add(new Finding(
                    Problem.NO_IMAGES,
                    "",
                    "none of " + images.size() + " images has a picture" + (emptyOnes ? "" : " and a usable box")));
        }
    }

    private static ImmutableListMultimap<Long, Integer> placesByImage(CocoRecords records) {
        ImmutableListMultimap.Builder<Long, Integer> places = ImmutableListMultimap.builder();
        for (int place = 0; place < records.annotations(); place++) {
            places.put(records.annotation(place).imageId(), place);
        }
        return places.build();
    }

    private static List<AnnotationRecord> annotations(CocoRecords records, List<Integer> places) {
        return places.stream().map(records::annotation).toList();
    }

    /** How many pictures each earlier split shares. */
    private Map<String, Integer> checkEarlierSplits(CocoSplit split, List<ImageRecord> images, List<Finding> findings) {
        Map<String, Integer> shared = new LinkedHashMap<>();
        Set<Path> pictures = new HashSet<>();
        for (ImageRecord image : images) {
            path(split, image).ifPresent(picture -> {
                pictures.add(picture);
                String earlier = earlierPictures.get(picture);
                if (earlier != null) {
                    findings.add(new Finding(
                            Problem.IN_EARLIER_SPLIT, image.name(), picture + " is in " + earlier + ", too"));
                    shared.merge(earlier, 1, Integer::sum);
                }
            });
        }
        pictures.forEach(picture -> earlierPictures.putIfAbsent(picture, split.name()));
        return shared;
    }

    private static Optional<Path> path(CocoSplit split, ImageRecord image) {
        try {
            return Optional.of(
                    split.images().resolve(image.fileName()).toAbsolutePath().normalize());
        } catch (InvalidPathException e) {
            return Optional.empty(); // reported where the picture is decoded
        }
    }
}
