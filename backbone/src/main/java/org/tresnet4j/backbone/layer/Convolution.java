package org.tresnet4j.backbone.layer;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.tresnet4j.backbone.kernel.Window;

/**
 * Convolution with bias and nothing behind it, as in feature pyramids: [N,I,H,W] → [N,O,H',W'].
 *
 * <p>Parameters: {@code W} [O,I,k,k], Xavier uniform, and {@code b} [O], 0.
 */
public final class Convolution extends WindowedLayer {

    private static final long serialVersionUID = 1L;

    /** For deserialisation. */
    public Convolution() {}

    /** A convolution of the given window. */
    public Convolution(long channelsIn, long channelsOut, Window window) {
        super(channelsIn, channelsOut, window);
    }

    @Override
    protected ParameterTable<?> parameters() {
        return ConvolutionParameters.INSTANCE;
    }

    @Override
    protected KernelLayerImpl<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new ConvolutionLayer(conf, type);
    }
}
