package org.tresnet4j.detection.head;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tresnet4j.backbone.layer.Initial;
import org.tresnet4j.backbone.layer.ParameterTable;

/** The parameters of {@link DetectionHead}. */
final class DetectionHeadParameters extends ParameterTable<DetectionHead> {

    static final DetectionHeadParameters INSTANCE = new DetectionHeadParameters();

    static final String LOGITS = "logits";
    static final String REGRESSION = "regression";
    static final String SCALE = "scale";

    /** Side of all convolutions. */
    static final int SIZE = 3;

    /** Of all initial weights (ATSS's code, as RetinaNet, 1708.02002, section 4.1). */
    private static final double DEVIATION = 0.01;

    /** A class's initial probability (RetinaNet, 1708.02002, section 4.1). */
    private static final double PRIOR = 0.01;

    private DetectionHeadParameters() {
        super(DetectionHead.class);
    }

    /** The two towers. */
    enum Tower {
        CLASSES,
        BOXES;

        /** Of the convolution at a depth. */
        String convolution(int depth) {
            return name().toLowerCase(Locale.ROOT) + depth;
        }
    }

    static String weights(String convolution) {
        return convolution + ".W";
    }

    static String bias(String convolution) {
        return convolution + ".b";
    }

    static String gamma(String convolution) {
        return convolution + ".gamma";
    }

    static String beta(String convolution) {
        return convolution + ".beta";
    }

    @Override
    protected List<Entry> entries(DetectionHead head) {
        long channels = head.getNIn();
        List<Entry> entries = new ArrayList<>();
        for (Tower tower : Tower.values()) {
            for (int depth = 0; depth < head.getDepth(); depth++) {
                String name = tower.convolution(depth);
                entries.add(weights(name, channels, channels));
                entries.add(new Entry(gamma(name), Role.BIAS, Initial.constant(1), channels));
                entries.add(new Entry(beta(name), Role.BIAS, Initial.constant(0), channels));
            }
        }
        double rare = -Math.log((1 - PRIOR) / PRIOR);
        entries.add(weights(LOGITS, head.getClasses(), channels));
        entries.add(new Entry(bias(LOGITS), Role.BIAS, Initial.constant(rare), head.getClasses()));
        entries.add(weights(REGRESSION, DetectionHead.REGRESSION, channels));
        entries.add(new Entry(bias(REGRESSION), Role.BIAS, Initial.constant(0), DetectionHead.REGRESSION));
        entries.add(new Entry(SCALE, Role.BIAS, Initial.constant(1), head.getLevels()));
        return entries;
    }

    private static Entry weights(String convolution, long outputs, long inputs) {
        return new Entry(weights(convolution), Role.WEIGHT, Initial.normal(DEVIATION), outputs, inputs, SIZE, SIZE);
    }
}
