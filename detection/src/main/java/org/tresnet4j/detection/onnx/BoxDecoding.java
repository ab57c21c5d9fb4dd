package org.tresnet4j.detection.onnx;

import java.util.List;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.backbone.onnx.Attribute;
import org.tresnet4j.backbone.onnx.OnnxGraph;
import org.tresnet4j.backbone.onnx.Size;
import org.tresnet4j.detection.anchor.AnchorGrid;
import org.tresnet4j.detection.box.BoxCoding;
import org.tresnet4j.detection.box.DeltaCoder;
import org.tresnet4j.detection.head.DetectionHeadEmission;

/** From codes [N,A,4] to boxes [N,A,4] in ONNX: what the {@link org.tresnet4j.detection.box.BoxCoder}s do. */
final class BoxDecoding {

    private static final String NAME = "decoding";

    private final OnnxGraph graph;
    private final AnchorGrid grid;

    BoxDecoding(OnnxGraph graph, AnchorGrid grid) {
        this.graph = graph;
        this.grid = grid;
    }

    /** Decodes, and clips to the input; returns the boxes. */
    String decode(BoxCoding coding, Size size) {
        String centres = graph.constant(name("centres"), Nd4j.createFromArray(new float[][][] {centres()}));
        List<String> corners = switch (coding) {
            case DELTAS -> deltas(centres);
            case DISTANCES -> distances(centres);
        };
        String boxes = graph.add("Concat", name("boxes"), corners, Attribute.whole("axis", 2));
        String border = graph.constant(
                name("border"), Nd4j.createFromArray((float) size.width(), size.height(), size.width(), size.height()));
        String inside = graph.add("Min", name("inside"), List.of(boxes, border));
        return graph.add("Max", name("clipped"), List.of(inside, graph.scalar(name("origin"), 0.0)));
    }

    /** See {@link DeltaCoder}: centre and sides from an anchor. */
    private List<String> deltas(String centres) {
        List<String> parts = halves(DetectionHeadEmission.BOX_CODES);
        String shifts = scaled("shifts", parts.get(0), AnchorGrid.anchorSide(1) / DeltaCoder.CENTRE_WEIGHT);
        String middles = graph.add("Add", name("middles"), List.of(centres, shifts));
        String logarithms = graph.add(
                "Mul",
                name("logarithms"),
                List.of(parts.get(1), graph.scalar(name("weight"), 1 / DeltaCoder.SIDE_WEIGHT)));
        String bounded = graph.add(
                "Clip",
                name("bounded"),
                List.of(
                        logarithms,
                        graph.scalar(name("least"), -DeltaCoder.LARGEST),
                        graph.scalar(name("largest"), DeltaCoder.LARGEST)));
        String sides = graph.add("Exp", name("sides"), List.of(bounded));
        String halfSides = scaled("halfSides", sides, AnchorGrid.anchorSide(1) / 2);
        return List.of(
                graph.add("Sub", name("topLeft"), List.of(middles, halfSides)),
                graph.add("Add", name("bottomRight"), List.of(middles, halfSides)));
    }

    /** See {@link BoxCoding#DISTANCES}: distances to the four sides. */
    private List<String> distances(String centres) {
        String bounded = graph.add(
                "Min",
                name("bounded"),
                List.of(DetectionHeadEmission.BOX_CODES, graph.scalar(name("largest"), DeltaCoder.LARGEST)));
        String strides = graph.add("Exp", name("inStrides"), List.of(bounded));
        List<String> parts = halves(scaled("distances", strides, 1));
        return List.of(
                graph.add("Sub", name("topLeft"), List.of(centres, parts.get(0))),
                graph.add("Add", name("bottomRight"), List.of(centres, parts.get(1))));
    }

    /** The first two columns, and the last two. */
    private List<String> halves(String values) {
        return graph.add(
                "Split",
                List.of(name("first"), name("last")),
                List.of(values, graph.list(name("halves"), 2, 2)),
                Attribute.whole("axis", 2));
    }

    /** A value [N,A,K] times a factor times the stride of each location. */
    private String scaled(String part, String value, double factor) {
        float[][] factors = new float[grid.size()][1];
        for (int location = 0; location < factors.length; location++) {
            factors[location][0] = (float) (factor * grid.stride(location));
        }
        String constant = graph.constant(name(part + ".factors"), Nd4j.createFromArray(new float[][][] {factors}));
        return graph.add("Mul", name(part), List.of(value, constant));
    }

    /** x and y of each location. */
    private float[][] centres() {
        float[][] centres = new float[grid.size()][];
        for (int location = 0; location < centres.length; location++) {
            centres[location] = new float[] {(float) grid.x(location), (float) grid.y(location)};
        }
        return centres;
    }

    private static String name(String part) {
        return NAME + "." + part;
    }
}
