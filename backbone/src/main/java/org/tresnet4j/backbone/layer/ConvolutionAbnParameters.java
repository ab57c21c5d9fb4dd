package org.tresnet4j.backbone.layer;

import java.util.List;

/** The parameters of {@link ConvolutionAbn}. */
final class ConvolutionAbnParameters extends ParameterTable<ConvolutionAbn> {

    static final String WEIGHTS = "W";
    static final String SCALE = "gamma";
    static final String SHIFT = "beta";
    static final String MEAN = "mean";
    static final String VARIANCE = "var";

    static final ConvolutionAbnParameters INSTANCE = new ConvolutionAbnParameters();

    private ConvolutionAbnParameters() {
        super(ConvolutionAbn.class);
    }

    @Override
    protected List<Entry> entries(ConvolutionAbn layer) {
        long inputs = layer.getNIn();
        long outputs = layer.getNOut();
        int size = layer.getKernelSize();
        double scale = layer.isZeroScale() ? 0 : 1;
        return List.of(
                new Entry(WEIGHTS, Role.WEIGHT, Initial.kaimingFanOut(outputs, size), outputs, inputs, size, size),
                new Entry(SCALE, Role.BIAS, Initial.constant(scale), outputs),
                new Entry(SHIFT, Role.BIAS, Initial.constant(0), outputs),
                new Entry(MEAN, Role.STATISTIC, Initial.constant(0), outputs),
                new Entry(VARIANCE, Role.STATISTIC, Initial.constant(1), outputs));
    }
}
