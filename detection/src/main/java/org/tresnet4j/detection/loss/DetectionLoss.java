package org.tresnet4j.detection.loss;

import java.util.Objects;
import java.util.stream.IntStream;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.tresnet4j.detection.assign.Assigner;
import org.tresnet4j.detection.box.BoxCoder;
import org.tresnet4j.detection.box.BoxCoding;
import org.tresnet4j.detection.box.Centerness;
import org.tresnet4j.detection.box.Giou;
import org.tresnet4j.detection.head.DetectionHead;

/**
 * The loss of ATSS and FCOS (1912.02424, 1904.01355) on the rows of a {@link DetectionHead} and {@link Targets}.
 *
 * <p>With P the locations that learn a box, N = max(|P|,1) in the batch and c the centerness of a location in its box:
 *
 * <pre>
 *   Σ focal/N over locations inside their image and classes
 *   + w·Σ_P c·(1−GIoU)/max(Σ_P c, {@value #SMALLEST}) + Σ_P crossEntropy(centerness, c)/N
 * </pre>
 *
 * <p>It is the whole batch's: not to be divided by the number of images.
 */
public final class DetectionLoss implements ILossFunction {

    private static final long serialVersionUID = 1L;

    private static final double SMALLEST = 1e-6;

    private BoxCoding coding;
    private double alpha;
    private double gamma;
    private double boxWeight;

    private transient volatile LossComponents latest;

    /** For deserialisation. */
    public DetectionLoss() {
        this(BoxCoding.DELTAS, FocalLoss.DEFAULT, 2);
    }

    /**
     * @param coding of the boxes
     * @param focal of the classes
     * @param boxWeight w; ATSS has 2, FCOS 1
     */
    public DetectionLoss(BoxCoding coding, FocalLoss focal, double boxWeight) {
        this.coding = Objects.requireNonNull(coding, "coding");
        this.alpha = focal.alpha();
        this.gamma = focal.gamma();
        if (!(boxWeight > 0)) {
            throw new IllegalArgumentException("boxWeight " + boxWeight + " must be positive");
        }
        this.boxWeight = boxWeight;
    }

    /** The parts of the loss that was computed last; null before the first. */
    public LossComponents latest() {
        return latest;
    }

    /** Rows and targets of a batch in Java's memory. */
    private record Batch(int images, int locations, int classes, double[] rows, double[] targets) {

        static Batch of(INDArray rows, INDArray targets) {
            boolean match = rows.rank() == 3
                    && targets.rank() == 3
                    && rows.size(0) == targets.size(0)
                    && rows.size(1) == targets.size(1)
                    && targets.size(2) == Targets.COLUMNS
                    && rows.size(2) > DetectionHead.REGRESSION;
            if (!match) {
                throw new IllegalArgumentException("rows " + rows.shapeInfoToString() + " and targets "
                        + targets.shapeInfoToString() + " must be [N,A,classes+5] and [N,A," + Targets.COLUMNS + "]");
            }
            return new Batch(
                    (int) rows.size(0),
                    (int) rows.size(1),
                    (int) rows.size(2) - DetectionHead.REGRESSION,
                    values(rows),
                    values(targets));
        }

        private static double[] values(INDArray array) {
            INDArray dense = array.ordering() == 'c' && array.elementWiseStride() == 1 ? array : array.dup('c');
            return dense.data().asDouble();
        }

        int width() {
            return classes + DetectionHead.REGRESSION;
        }

        int row(int image, int location) {
            return (image * locations + location) * width();
        }

        int target(int image, int location) {
            return (image * locations + location) * Targets.COLUMNS;
        }

        double assigned(int image, int location) {
            return targets[target(image, location) + Targets.CLASS];
        }
    }

    /** Sums over an image, not yet normalised; its gradients are in the rows' places, centerness and boxes apart. */
    private record Sums(double focal, double boxes, double centerness) {

        static final Sums NONE = new Sums(0, 0, 0);

        Sums plus(Sums other) {
            return new Sums(focal + other.focal, boxes + other.boxes, centerness + other.centerness);
        }
    }

    /** How the sums of a batch are normalised. */
    private record Norm(int positives, double centerness) {

        double perPositive() {
            return 1.0 / Math.max(positives, 1);
        }

        double perCenterness() {
            return 1.0 / Math.max(centerness, SMALLEST);
        }
    }

    private record Result(LossComponents components, double[] gradient) {}

    private Result compute(INDArray targets, INDArray rows) {
        Batch batch = Batch.of(rows, targets);
        double[] centerness = new double[batch.images() * batch.locations()];
        Norm norm = norm(batch, centerness);
        double[] gradient = new double[batch.rows().length];
        // images side by side, their sums always in the same order
        Sums[] sums = IntStream.range(0, batch.images())
                .parallel()
                .mapToObj(image -> image(batch, image, norm, centerness, gradient))
                .toArray(Sums[]::new);
        Sums all = Sums.NONE;
        for (Sums image : sums) {
            all = all.plus(image);
        }
        LossComponents components = new LossComponents(
                norm.positives(),
                all.focal() * norm.perPositive(),
                boxWeight * all.boxes() * norm.perCenterness(),
                all.centerness() * norm.perPositive());
        latest = components;
        return new Result(components, gradient);
    }

    private static Norm norm(Batch batch, double[] centerness) {
        int positives = 0;
        double sum = 0;
        for (int image = 0; image < batch.images(); image++) {
            for (int location = 0; location < batch.locations(); location++) {
                if (batch.assigned(image, location) >= 0) {
                    int target = batch.target(image, location);
                    double value = Centerness.of(
                            batch.targets()[target + Targets.CENTRE_X],
                            batch.targets()[target + Targets.CENTRE_Y],
                            batch.targets(),
                            target + Targets.BOX);
                    centerness[image * batch.locations() + location] = value;
                    positives++;
                    sum += value;
                }
            }
        }
        return new Norm(positives, sum);
    }

    private Sums image(Batch batch, int image, Norm norm, double[] centerness, double[] gradient) {
        FocalLoss focal = new FocalLoss(alpha, gamma);
        BoxGradient boxes = new BoxGradient(coding.coder());
        double classes = 0;
        double overlap = 0;
        double centre = 0;
        for (int location = 0; location < batch.locations(); location++) {
            int assigned = (int) batch.assigned(image, location);
            if (assigned == Assigner.OUTSIDE) {
                continue;
            }
            int row = batch.row(image, location);
            for (int c = 0; c < batch.classes(); c++) {
                double logit = batch.rows()[row + c];
                classes += focal.cost(logit, c == assigned);
                gradient[row + c] = focal.slope(logit, c == assigned) * norm.perPositive();
            }
            if (assigned >= 0) {
                double weight = centerness[image * batch.locations() + location];
                int code = row + batch.classes();
                overlap += weight
                        * boxes.cost(
                                batch,
                                code,
                                batch.target(image, location),
                                gradient,
                                boxWeight * weight * norm.perCenterness());
                double logit = batch.rows()[code + DetectionHead.CODE];
                centre += Logistic.crossEntropy(logit, weight);
                gradient[code + DetectionHead.CODE] = Logistic.crossEntropySlope(logit, weight) * norm.perPositive();
            }
        }
        return new Sums(classes, overlap, centre);
    }

    /** 1−GIoU of a decoded box, with the buffers it needs; one for each thread. */
    private static final class BoxGradient {

        private final BoxCoder coder;
        private final double[] code = new double[DetectionHead.CODE];
        private final double[] box = new double[DetectionHead.CODE];
        private final double[] truth = new double[DetectionHead.CODE];
        private final double[] ofBox = new double[DetectionHead.CODE];
        private final double[] ofCode = new double[DetectionHead.CODE];

        BoxGradient(BoxCoder coder) {
            this.coder = coder;
        }

        /** The cost; writes its gradient times the factor. */
        double cost(Batch batch, int codeAt, int target, double[] gradient, double factor) {
            double x = batch.targets()[target + Targets.CENTRE_X];
            double y = batch.targets()[target + Targets.CENTRE_Y];
            double stride = batch.targets()[target + Targets.STRIDE];
            System.arraycopy(batch.rows(), codeAt, code, 0, code.length);
            System.arraycopy(batch.targets(), target + Targets.BOX, truth, 0, truth.length);
            coder.decode(x, y, stride, code, box);
            double giou = Giou.of(box, truth, ofBox);
            coder.gradient(x, y, stride, code, ofBox, ofCode);
            for (int i = 0; i < ofCode.length; i++) {
                gradient[codeAt + i] = -ofCode[i] * factor;
            }
            return 1 - giou;
        }
    }

    @Override
    public double computeScore(INDArray labels, INDArray rows, IActivation activation, INDArray mask, boolean average) {
        return compute(labels, rows).components().total();
    }

    /** The parts are the batch's: they have no share of one image. */
    @Override
    public INDArray computeScoreArray(INDArray labels, INDArray rows, IActivation activation, INDArray mask) {
        throw new UnsupportedOperationException("the detection loss is one number for a batch");
    }

    @Override
    public INDArray computeGradient(INDArray labels, INDArray rows, IActivation activation, INDArray mask) {
        return array(compute(labels, rows).gradient(), rows);
    }

    @Override
    public Pair<Double, INDArray> computeGradientAndScore(
            INDArray labels, INDArray rows, IActivation activation, INDArray mask, boolean average) {
        Result result = compute(labels, rows);
        return new Pair<>(result.components().total(), array(result.gradient(), rows));
    }

    private static INDArray array(double[] values, INDArray like) {
        DataType type = like.dataType();
        return Nd4j.create(values, like.shape(), type);
    }

    @Override
    public String name() {
        return "detection";
    }

    public BoxCoding getCoding() {
        return coding;
    }

    public void setCoding(BoxCoding coding) {
        this.coding = coding;
    }

    public double getAlpha() {
        return alpha;
    }

    public void setAlpha(double alpha) {
        this.alpha = alpha;
    }

    public double getGamma() {
        return gamma;
    }

    public void setGamma(double gamma) {
        this.gamma = gamma;
    }

    public double getBoxWeight() {
        return boxWeight;
    }

    public void setBoxWeight(double boxWeight) {
        this.boxWeight = boxWeight;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DetectionLoss that
                && coding == that.coding
                && alpha == that.alpha
                && gamma == that.gamma
                && boxWeight == that.boxWeight;
    }

    @Override
    public int hashCode() {
        return Objects.hash(coding, alpha, gamma, boxWeight);
    }

    @Override
    public String toString() {
        return "DetectionLoss(" + coding + ", α=" + alpha + ", γ=" + gamma + ", box weight=" + boxWeight + ")";
    }
}
