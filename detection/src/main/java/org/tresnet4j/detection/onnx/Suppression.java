package org.tresnet4j.detection.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.tresnet4j.backbone.onnx.Attribute;
import org.tresnet4j.backbone.onnx.OnnxGraph;
import org.tresnet4j.detection.anchor.AnchorGrid;
import org.tresnet4j.detection.head.DetectionHeadEmission;
import org.tresnet4j.detection.postprocess.DetectionOptions;

/**
 * From logits and boxes to detections in ONNX: what {@link org.tresnet4j.detection.postprocess.DetectionDecoder} and
 * {@link org.tresnet4j.detection.postprocess.NonMaximumSuppression} do, for all images of a batch at once. What is no
 * candidate has the score {@value #NONE}; the score of a candidate is above 0.
 */
final class Suppression {

    private static final String NAME = "suppression";
    private static final double NONE = -1;

    private final OnnxGraph graph;
    private final AnchorGrid grid;
    private final int classes;
    private final DetectionOptions options;
    private final String none;
    private final String zero;

    Suppression(OnnxGraph graph, AnchorGrid grid, int classes, DetectionOptions options) {
        this.graph = graph;
        this.grid = grid;
        this.classes = classes;
        this.options = options;
        this.none = graph.scalar(name("none"), NONE);
        this.zero = graph.scalar(name("zero"), 0.0);
    }

    /**
     * The K best pairs of location and class of each image.
     *
     * @param scores [N,K]
     * @param classes [N,K]
     * @param boxes [N,K,4]
     * @param count K
     */
    private record Candidates(String scores, String classes, String boxes, long count) {}

    /**
     * Adds everything.
     *
     * @param decoded boxes [N,A,4]
     * @param boxes name of the result [M,4]
     * @param scores name of the result [M]
     * @param ofClasses name of the result [M]
     * @param images name of the result [M]
     */
    void add(String decoded, String boxes, String scores, String ofClasses, String images) {
        Candidates candidates = candidates(decoded);
        String kept = kept(candidates);
        long most = Math.min(options.maximum(), candidates.count());
        List<String> best = best("best", kept, most);
        String present = graph.add("Greater", name("present"), List.of(best.get(0), zero));
        String found = graph.add("NonZero", name("found"), List.of(present));
        String places = graph.add("Transpose", name("places"), List.of(found), Attribute.list("perm", 1, 0));
        graph.add("GatherND", scores, List.of(best.get(0), places));
        String chosen = graph.add("GatherND", name("chosen"), List.of(best.get(1), places));
        graph.add("Gather", images, List.of(places, graph.scalar(name("imageColumn"), 0L)), Attribute.whole("axis", 1));
        String pairs = graph.add(
                "Concat",
                name("pairs"),
                List.of(expanded("imageOf", images, 1), expanded("candidateOf", chosen, 1)),
                Attribute.whole("axis", 1));
        graph.add("GatherND", boxes, List.of(candidates.boxes(), pairs));
        graph.add("GatherND", ofClasses, List.of(candidates.classes(), pairs));
    }

    private Candidates candidates(String decoded) {
        List<String> scores = new ArrayList<>();
        List<String> positions = new ArrayList<>();
        long count = 0;
        List<String> levels = levels(scores());
        for (int level = 0; level < levels.size(); level++) {
            String name = "level" + level;
            long pairs = (long) (grid.levelStart(level + 1) - grid.levelStart(level)) * classes;
            long most = Math.min(options.perLevel(), pairs);
            String flat = graph.add(
                    "Reshape",
                    name(name + ".flat"),
                    List.of(levels.get(level), graph.list(name(name + ".flatShape"), 0, pairs)));
            List<String> best = best(name, flat, most);
            scores.add(best.get(0));
            String start = graph.scalar(name(name + ".start"), (long) grid.levelStart(level) * classes);
            positions.add(graph.add("Add", name(name + ".positions"), List.of(best.get(1), start)));
            count += most;
        }
        String all = graph.add("Concat", name("candidates"), scores, Attribute.whole("axis", 1));
        String position = graph.add("Concat", name("positions"), positions, Attribute.whole("axis", 1));
        String classCount = graph.scalar(name("classCount"), (long) classes);
        String location = graph.add("Div", name("locations"), List.of(position, classCount));
        return new Candidates(
                all,
                graph.add("Mod", name("candidateClasses"), List.of(position, classCount)),
                graph.add(
                        "GatherND",
                        name("candidateBoxes"),
                        List.of(decoded, expanded("locationOf", location, 2)),
                        Attribute.whole("batch_dims", 1)),
                count);
    }

    /** [N,A,classes]: √(class · centerness) where the class is probable enough. */
    private String scores() {
        String logits = DetectionHeadEmission.CLASS_LOGITS;
        double p = options.scoreThreshold();
        String threshold = graph.scalar(name("logitThreshold"), Math.log(p / (1 - p)));
        String probable = graph.add("Greater", name("probable"), List.of(logits, threshold));
        String ofClass = graph.add("Sigmoid", name("probabilities"), List.of(logits));
        String centerness = graph.add("Sigmoid", name("centerness"), List.of(DetectionHeadEmission.CENTERNESS_LOGITS));
        String product = graph.add("Mul", name("products"), List.of(ofClass, centerness));
        String score = graph.add("Sqrt", name("scores"), List.of(product));
        return graph.add("Where", name("probableScores"), List.of(probable, score, none));
    }

    private List<String> levels(String scores) {
        long[] sizes = IntStream.range(0, grid.levels())
                .mapToLong(level -> grid.levelStart(level + 1) - grid.levelStart(level))
                .toArray();
        List<String> names = IntStream.range(0, grid.levels())
                .mapToObj(level -> name("level" + level + ".scores"))
                .toList();
        return graph.add(
                "Split", names, List.of(scores, graph.list(name("levelSizes"), sizes)), Attribute.whole("axis", 1));
    }

    /** The scores of candidates that no better one suppresses, {@value #NONE} for the others: [N,K]. */
    private String kept(Candidates candidates) {
        String selected = graph.add(
                "NonMaxSuppression",
                name("selected"),
                List.of(
                        candidates.boxes(),
                        byClass(candidates),
                        graph.list(name("mostOfClass"), options.maximum()),
                        graph.scalar(name("overlap"), Math.min(options.iouThreshold(), 1)),
                        zero));
        String pairs = graph.add(
                "Gather",
                name("selectedPairs"),
                // image and candidate; the class is the candidate's
                List.of(selected, graph.list(name("pairColumns"), 0, 2)),
                Attribute.whole("axis", 1));
        String scores = graph.add("GatherND", name("selectedScores"), List.of(candidates.scores(), pairs));
        String shape = graph.add("Shape", name("shape"), List.of(candidates.scores()));
        String nothing = graph.add("Expand", name("nothing"), List.of(none, shape));
        return graph.add("ScatterND", name("kept"), List.of(nothing, pairs, scores));
    }

    /** [N,classes,K]: a candidate's score in the row of its class only. */
    private String byClass(Candidates candidates) {
        String indices =
                graph.list(name("classIndices"), LongStream.range(0, classes).toArray());
        String own = graph.add(
                "Equal",
                name("ownClass"),
                List.of(
                        expanded("classOf", candidates.classes(), 1),
                        graph.add(
                                "Unsqueeze",
                                name("classColumn"),
                                List.of(indices, graph.list(name("classColumnAxis"), 1)))));
        return graph.add("Where", name("byClass"), List.of(own, expanded("scoreOf", candidates.scores(), 1), none));
    }

    /** The k greatest of each row [N,·]: values and positions [N,k], of equal ones the first. */
    private List<String> best(String part, String values, long k) {
        return graph.add(
                "TopK",
                List.of(name(part + ".best"), name(part + ".indices")),
                List.of(values, graph.list(name(part + ".count"), k)),
                Attribute.whole("axis", 1));
    }

    private String expanded(String part, String value, long axis) {
        return graph.add("Unsqueeze", name(part), List.of(value, graph.list(name(part + ".axis"), axis)));
    }

    private static String name(String part) {
        return NAME + "." + part;
    }
}
