package org.tresnet4j.backbone.layer;

import java.util.List;

/** The parameters of {@link SqueezeExcite}. */
final class SqueezeExciteParameters extends ParameterTable<SqueezeExcite> {

    static final String SQUEEZE = "squeezeW";
    static final String SQUEEZE_BIAS = "squeezeB";
    static final String EXCITE = "exciteW";
    static final String EXCITE_BIAS = "exciteB";

    static final SqueezeExciteParameters INSTANCE = new SqueezeExciteParameters();

    private SqueezeExciteParameters() {
        super(SqueezeExcite.class);
    }

    @Override
    protected List<Entry> entries(SqueezeExcite layer) {
        long channels = layer.getNIn();
        long hidden = layer.getHidden();
        return List.of(
                new Entry(SQUEEZE, Role.WEIGHT, Initial.kaimingFanOut(hidden, 1), hidden, channels),
                new Entry(SQUEEZE_BIAS, Role.BIAS, Initial.constant(0), hidden),
                new Entry(EXCITE, Role.WEIGHT, Initial.kaimingFanOut(channels, 1), channels, hidden),
                new Entry(EXCITE_BIAS, Role.BIAS, Initial.constant(0), channels));
    }
}
