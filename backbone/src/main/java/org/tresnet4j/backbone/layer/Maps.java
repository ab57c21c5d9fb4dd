package org.tresnet4j.backbone.layer;

import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Checks on what enters a layer. */
public final class Maps {

    private Maps() {}

    /** The type of maps, or a failure that names the layer. */
    public static InputTypeConvolutional type(InputType type, String layer) {
        if (type instanceof InputTypeConvolutional maps) {
            return maps;
        }
        throw new IllegalStateException("layer " + layer + " takes convolutional maps [N,C,H,W], not " + type
                + ": set a convolutional input type");
    }

    /** Fails unless x is [N,channels,H,W]; 0 channels are any. */
    public static void requireMaps(INDArray x, long channels, String layer) {
        if (x.rank() != 4 || (channels > 0 && x.size(1) != channels)) {
            throw new DL4JInvalidInputException("layer " + layer + " takes maps [N," + (channels > 0 ? channels : "C")
                    + ",H,W], not " + Arrays.toString(x.shape()));
        }
    }
}
