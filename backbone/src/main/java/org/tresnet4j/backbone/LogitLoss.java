package org.tresnet4j.backbone;

import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/**
 * A loss of the logits [N,C] of a {@link LinearHead} and labels of the same shape, computed image by image. The head's
 * activation is part of the formula, so that no logarithm of a rounded probability is taken.
 */
public abstract class LogitLoss implements ILossFunction {

    private static final long serialVersionUID = 1L;

    /** What one image's logits and labels give: as many numbers for every image. */
    @FunctionalInterface
    protected interface PerImage {
        double[] apply(double[] logits, double[] labels);
    }

    /**
     * A row for each image, in double whatever the network's type: a batch has few logits, and small probabilities need
     * the digits.
     *
     * @throws IllegalArgumentException if the shapes differ
     */
    protected static INDArray rows(INDArray labels, INDArray logits, PerImage function) {
        if (!labels.equalShapes(logits)) {
            throw new IllegalArgumentException("labels " + labels.shapeInfoToString() + " and logits "
                    + logits.shapeInfoToString() + " must have the same shape");
        }
        double[][] label = labels.toDoubleMatrix();
        double[][] logit = logits.toDoubleMatrix();
        double[][] result = new double[logit.length][];
        for (int n = 0; n < logit.length; n++) {
            result[n] = function.apply(logit[n], label[n]);
        }
        return Nd4j.create(result).castTo(logits.dataType());
    }

    @Override
    public double computeScore(
            INDArray labels, INDArray logits, IActivation activation, INDArray mask, boolean average) {
        double score =
                computeScoreArray(labels, logits, activation, mask).sumNumber().doubleValue();
        return average ? score / logits.size(0) : score;
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray logits, IActivation activation, INDArray mask, boolean average) {
        return new Pair<>(
                computeScore(labels, logits, activation, mask, average),
                computeGradient(labels, logits, activation, mask));
    }
}
