package org.tresnet4j.backbone.layer;

import java.util.Objects;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Squeeze-and-excitation (1709.01507; paper 2003.13630, section 2.1): [N,C,H,W] → the same.
 *
 * <p>Parameters: {@code squeezeW} [S,C], {@code squeezeB} [S], {@code exciteW} [C,S], {@code exciteB} [C].
 */
public final class SqueezeExcite extends KernelLayer {

    private static final long serialVersionUID = 1L;

    private long hidden;

    /** For deserialisation. */
    public SqueezeExcite() {}

    /**
     * @param channels of the maps
     * @param hidden width S of the bottleneck
     */
    public SqueezeExcite(long channels, long hidden) {
        super(channels, channels);
        this.hidden = hidden;
    }

    @Override
    protected ParameterTable<?> parameters() {
        return SqueezeExciteParameters.INSTANCE;
    }

    @Override
    protected KernelLayerImpl<?> implementation(NeuralNetConfiguration conf, DataType type) {
        return new SqueezeExciteLayer(conf, type);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
        return Maps.type(inputType, getLayerName());
    }

    public long getHidden() {
        return hidden;
    }

    public void setHidden(long hidden) {
        this.hidden = hidden;
    }

    @Override
    public boolean equals(Object other) {
        return super.equals(other) && other instanceof SqueezeExcite that && hidden == that.hidden;
    }

    @Override
    public int hashCode() {
        return Objects.hash(super.hashCode(), hidden);
    }
}
