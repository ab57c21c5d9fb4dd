package org.tresnet4j.detection.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.DoublePredicate;
import java.util.stream.IntStream;

/** COCO's metric for boxes, equal to pycocotools' {@code COCOeval} with its default parameters. */
public final class CocoEvaluation {

    private static final int[] MOST = {1, 10, 100};
    private static final int MOST_OF_ALL = MOST.length - 1;
    private static final double SPACING = 2.220446049250313e-16;
    private static final double[] IOU_THRESHOLDS = iouThresholds();
    private static final double[] RECALL_THRESHOLDS = recallThresholds();
    private static final int MISSING = -1;

    private CocoEvaluation() {}

    /** {@code numpy.linspace(0.5, 0.95, 10)}. */
    private static double[] iouThresholds() {
        double step = (0.95 - 0.5) / 9;
        double[] thresholds =
                IntStream.range(0, 10).mapToDouble(i -> i * step + 0.5).toArray();
        thresholds[9] = 0.95;
        return thresholds;
    }

    /** {@code numpy.linspace(0, 1, 101)}. */
    private static double[] recallThresholds() {
        double[] thresholds = IntStream.range(0, 101).mapToDouble(i -> i * 0.01).toArray();
        thresholds[100] = 1;
        return thresholds;
    }

    /**
     * Measures detections.
     *
     * @param truth what there is; objects of images and detections of categories it does not list are left out
     * @param detections of its images
     * @throws IllegalArgumentException for a detection in an image that is not listed
     */
    public static CocoSummary evaluate(CocoGroundTruth truth, Collection<DetectedObject> detections) {
        TreeSet<Long> images = new TreeSet<>(truth.imageIds());
        List<Long> categories = List.copyOf(new TreeSet<>(truth.categoryIds()));
        Map<Long, Map<Long, List<GroundTruth>>> truths = new HashMap<>();
        for (GroundTruth object : truth.objects()) {
            if (images.contains(object.imageId())) {
                cell(truths, object.categoryId(), object.imageId()).add(object);
            }
        }
        Map<Long, Map<Long, List<DetectedObject>>> found = new HashMap<>();
        for (DetectedObject detection : detections) {
            if (!images.contains(detection.imageId())) {
                throw new IllegalArgumentException("a detection is in image " + detection.imageId()
                        + ", which the ground truth does not list: are these the detections of another split?");
            }
            cell(found, detection.categoryId(), detection.imageId()).add(detection);
        }
        List<CategoryResult> results = categories.parallelStream()
                .map(id -> category(id, truths.getOrDefault(id, Map.of()), found.getOrDefault(id, Map.of())))
                .toList();
        return summarize(results);
    }

    private static <T> List<T> cell(Map<Long, Map<Long, List<T>>> cells, long category, long image) {
        return cells.computeIfAbsent(category, id -> new HashMap<>()).computeIfAbsent(image, id -> new ArrayList<>());
    }

    /** Precision by threshold and recall, and the recall reached by threshold; −1 where there is nothing. */
    private record Curve(double[][] precision, double[] recall) {}

    /** The curves of a category by range of areas and number of detections. */
    private record CategoryResult(long id, Curve[][] curves) {

        Curve curve(AreaRange range, int most) {
            return curves[range.ordinal()][most];
        }
    }

    private static CategoryResult category(
            long id, Map<Long, List<GroundTruth>> truths, Map<Long, List<DetectedObject>> found) {
        TreeSet<Long> images = new TreeSet<>(truths.keySet());
        images.addAll(found.keySet());
        List<Matching.Pair> pairs = images.stream()
                .map(image -> new Matching.Pair(
                        truths.getOrDefault(image, List.of()), found.getOrDefault(image, List.of()), MOST[MOST_OF_ALL]))
                .toList();
        Curve[][] curves = new Curve[AreaRange.values().length][MOST.length];
        for (AreaRange range : AreaRange.values()) {
            List<Matching> matchings = pairs.stream()
                    .map(pair -> pair.match(range, IOU_THRESHOLDS))
                    .toList();
            for (int m = 0; m < MOST.length; m++) {
                int most = MOST[m];
                curves[range.ordinal()][m] = curve(
                        matchings.stream().map(matching -> matching.first(most)).toList());
            }
        }
        return new CategoryResult(id, curves);
    }

    /** A detection in the ranking of all images. */
    private record Ranked(Matching matching, int index) {

        double score() {
            return matching.scores()[index];
        }
    }

    private static Curve curve(List<Matching> matchings) {
        double[][] precision = new double[IOU_THRESHOLDS.length][RECALL_THRESHOLDS.length];
        double[] recall = new double[IOU_THRESHOLDS.length];
        int objects = matchings.stream().mapToInt(Matching::objects).sum();
        if (objects == 0) {
            Arrays.stream(precision).forEach(row -> Arrays.fill(row, MISSING));
            Arrays.fill(recall, MISSING);
            return new Curve(precision, recall);
        }
        List<Ranked> ranking = new ArrayList<>();
        for (Matching matching : matchings) {
            for (int d = 0; d < matching.scores().length; d++) {
                ranking.add(new Ranked(matching, d));
            }
        }
        // a sum with 0, as −0 is no less than 0
        ranking.sort((a, b) -> Double.compare(b.score() + 0.0, a.score() + 0.0));
        for (int t = 0; t < IOU_THRESHOLDS.length; t++) {
            recall[t] = sample(ranking, t, objects, precision[t]);
        }
        return new Curve(precision, recall);
    }

    /** Writes the precision at each recall threshold and returns the recall reached. */
    private static double sample(List<Ranked> ranking, int threshold, int objects, double[] sampled) {
        int length = ranking.size();
        double[] recalls = new double[length];
        double[] precisions = new double[length];
        double right = 0;
        double wrong = 0;
        for (int i = 0; i < length; i++) {
            Ranked detection = ranking.get(i);
            if (!detection.matching().ignored()[threshold][detection.index()]) {
                if (detection.matching().matched()[threshold][detection.index()]) {
                    right++;
                } else {
                    wrong++;
                }
            }
            recalls[i] = right / objects;
            precisions[i] = right / (wrong + right + SPACING);
        }
        for (int i = length - 2; i >= 0; i--) {
            precisions[i] = Math.max(precisions[i], precisions[i + 1]);
        }
        int at = 0;
        for (int r = 0; r < RECALL_THRESHOLDS.length; r++) {
            while (at < length && recalls[at] < RECALL_THRESHOLDS[r]) {
                at++;
            }
            sampled[r] = at < length ? precisions[at] : 0;
        }
        return length == 0 ? 0 : recalls[length - 1];
    }

    private static CocoSummary summarize(List<CategoryResult> results) {
        Map<String, Double> numbers = new LinkedHashMap<>();
        numbers.put("AP", precision(results, AreaRange.ALL, threshold -> true));
        numbers.put("AP50", precision(results, AreaRange.ALL, threshold -> threshold == 0.5));
        numbers.put("AP75", precision(results, AreaRange.ALL, threshold -> threshold == 0.75));
        numbers.put("APs", precision(results, AreaRange.SMALL, threshold -> true));
        numbers.put("APm", precision(results, AreaRange.MEDIUM, threshold -> true));
        numbers.put("APl", precision(results, AreaRange.LARGE, threshold -> true));
        for (int m = 0; m < MOST.length; m++) {
            numbers.put("AR" + MOST[m], recall(results, AreaRange.ALL, m));
        }
        numbers.put("ARs", recall(results, AreaRange.SMALL, MOST_OF_ALL));
        numbers.put("ARm", recall(results, AreaRange.MEDIUM, MOST_OF_ALL));
        numbers.put("ARl", recall(results, AreaRange.LARGE, MOST_OF_ALL));
        Map<Long, Double> perCategory = new TreeMap<>();
        for (CategoryResult result : results) {
            perCategory.put(result.id(), precision(List.of(result), AreaRange.ALL, threshold -> true));
        }
        return new CocoSummary(numbers, perCategory);
    }

    private static double precision(List<CategoryResult> results, AreaRange range, DoublePredicate thresholds) {
        return mean(results.stream()
                .map(result -> result.curve(range, MOST_OF_ALL))
                .flatMapToDouble(curve -> IntStream.range(0, IOU_THRESHOLDS.length)
                        .filter(t -> thresholds.test(IOU_THRESHOLDS[t]))
                        .mapToObj(t -> curve.precision()[t])
                        .flatMapToDouble(Arrays::stream))
                .toArray());
    }

    private static double recall(List<CategoryResult> results, AreaRange range, int most) {
        return mean(results.stream()
                .flatMapToDouble(
                        result -> Arrays.stream(result.curve(range, most).recall()))
                .toArray());
    }

    /** Of what there is. */
    private static double mean(double[] values) {
        return Arrays.stream(values).filter(value -> value > MISSING).average().orElse(MISSING);
    }
}
