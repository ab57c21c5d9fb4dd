package org.tresnet4j.detection.onnx;

import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.tresnet4j.backbone.onnx.Emissions;
import org.tresnet4j.backbone.onnx.NetworkEmission;
import org.tresnet4j.backbone.onnx.OnnxGraph;
import org.tresnet4j.backbone.onnx.OnnxGraph.Type;
import org.tresnet4j.backbone.onnx.OnnxMetadata;
import org.tresnet4j.backbone.onnx.OnnxModel;
import org.tresnet4j.backbone.onnx.Size;
import org.tresnet4j.detection.anchor.AnchorGrid;
import org.tresnet4j.detection.box.BoxCoding;
import org.tresnet4j.detection.fpn.FeaturePyramid;
import org.tresnet4j.detection.head.DetectionHead;
import org.tresnet4j.detection.head.DetectionHeadEmission;
import org.tresnet4j.detection.loss.DetectionOutput;
import org.tresnet4j.detection.postprocess.DetectionOptions;

/**
 * Detectors in ONNX. Input: {@code image} [N,3,H,W], RGB in [0,1], pictures at the top left.
 *
 * @param network of a {@link DetectionHead} over a {@link FeaturePyramid}
 * @param size of the images; sides are multiples of {@link FeaturePyramid#STRIDE}
 * @param metadata names the classes
 */
public record OnnxDetector(ComputationGraph network, Size size, OnnxMetadata metadata) {

    private static final String BOXES = "boxes";
    private static final String SCORES = "scores";
    private static final String CLASSES = "classes";
    private static final String IMAGES = "images";

    private static final Emissions EMISSIONS = Emissions.ofBackbone()
            .with(DetectionHead.class, new DetectionHeadEmission())
            .with(DetectionOutput.class, (node, graph) -> node.inputs());

    /** @throws IllegalArgumentException for a size that the network does not take */
    public OnnxDetector {
        if (size.width() % FeaturePyramid.STRIDE != 0
                || size.height() % FeaturePyramid.STRIDE != 0
                || Math.min(size.width(), size.height()) < 1) {
            throw new IllegalArgumentException(
                    "size " + size + ": a detector takes images whose sides are multiples of " + FeaturePyramid.STRIDE);
        }
    }

    /**
     * The network alone: for each of the A locations of an {@link AnchorGrid} {@code class_logits} [N,A,classes],
     * {@code box_codes} [N,A,4] and {@code centerness_logits} [N,A,1].
     */
    public OnnxModel raw() {
        OnnxGraph graph = new OnnxGraph(metadata.task());
        NetworkEmission.add(graph, network, size, EMISSIONS);
        String rows = "N," + grid().size() + ",";
        graph.output(
                DetectionHeadEmission.CLASS_LOGITS,
                Type.FLOAT,
                rows + metadata.classes().size());
        graph.output(DetectionHeadEmission.BOX_CODES, Type.FLOAT, rows + DetectionHead.CODE);
        graph.output(
                DetectionHeadEmission.CENTERNESS_LOGITS,
                Type.FLOAT,
                rows + (DetectionHead.REGRESSION - DetectionHead.CODE));
        return graph.model(metadata);
    }

    /**
     * The network with what a {@link org.tresnet4j.detection.postprocess.DetectionDecoder} does, where every image fills the
     * input: M detections of all images, {@code boxes} [M,4] [x1,y1,x2,y2] in the input's pixels, {@code scores} [M],
     * {@code classes} [M] and {@code images} [M], the index in the batch; image by image, best first.
     */
    public OnnxModel withSuppression(BoxCoding coding, DetectionOptions options) {
        OnnxGraph graph = new OnnxGraph(metadata.task());
        NetworkEmission.add(graph, network, size, EMISSIONS);
        String decoded = new BoxDecoding(graph, grid()).decode(coding, size);
        new Suppression(graph, grid(), metadata.classes().size(), options).add(decoded, BOXES, SCORES, CLASSES, IMAGES);
        graph.output(BOXES, Type.FLOAT, "M,4");
        graph.output(SCORES, Type.FLOAT, "M");
        List.of(CLASSES, IMAGES).forEach(output -> graph.output(output, Type.INT64, "M"));
        return graph.model(metadata.with("score_threshold", options.scoreThreshold())
                .with("per_level", options.perLevel())
                .with("iou_threshold", options.iouThreshold())
                .with("most", options.maximum()));
    }

    private AnchorGrid grid() {
        return AnchorGrid.of(size.height(), size.width(), AnchorGrid.STRIDES);
    }
}
