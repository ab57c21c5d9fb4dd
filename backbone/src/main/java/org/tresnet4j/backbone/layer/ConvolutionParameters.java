package org.tresnet4j.backbone.layer;

import java.util.List;

/** The parameters of {@link Convolution}. */
final class ConvolutionParameters extends ParameterTable<Convolution> {

    static final String WEIGHTS = "W";
    static final String BIAS = "b";

    static final ConvolutionParameters INSTANCE = new ConvolutionParameters();

    private ConvolutionParameters() {
        super(Convolution.class);
    }

    @Override
    protected List<Entry> entries(Convolution layer) {
        long inputs = layer.getNIn();
        long outputs = layer.getNOut();
        int size = layer.getKernelSize();
        return List.of(
                new Entry(WEIGHTS, Role.WEIGHT, Initial.xavier(inputs, outputs, size), outputs, inputs, size, size),
                new Entry(BIAS, Role.BIAS, Initial.constant(0), outputs));
    }
}
