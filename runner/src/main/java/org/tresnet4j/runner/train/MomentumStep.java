package org.tresnet4j.runner.train;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.runner.device.ComputeThreads;
import org.tresnet4j.runner.train.Segments.Segment;

/**
 * {@link MomentumSgd} with {@link Decay} in one pass: each number of the gradient is read once, each parameter and its velocity
 * read and written once. DL4J's updater makes ten passes of it. For processors, in float32; the velocities stand where
 * DL4J's updater has them, so that either goes on where the other stopped.
 */
final class MomentumStep implements ParameterStep {

    /** Numbers that a thread takes at a time. */
    private static final long TURN = 1 << 16;

    /** Numbers of each vector that are in Java's arrays at a time: three of these fit into the smallest cache. */
    private static final int AT_ONCE = 2048;

    private static final ThreadLocal<Room> ROOM = ThreadLocal.withInitial(Room::new);

    private final ComputationGraph network;
    private final RuleUpdater updater;
    private final MomentumSgd rule;
    private final Vector parameters;
    private final Vector gradient;
    private final Vector velocity;
    private final List<Piece> learned;
    private final List<Piece> notLearned;

    /** An array and its numbers: the array keeps the memory. */
    private record Vector(INDArray array, FloatBuffer numbers) {

        static Vector of(INDArray array) {
            return new Vector(array, array.data().asNioFloat().slice((int) array.offset(), (int) array.length()));
        }

        void read(int from, float[] to, int length) {
            numbers.get(from, to, 0, length);
        }

        void write(float[] from, int to, int length) {
            numbers.put(to, from, 0, length);
        }
    }

    /**
     * Neighbouring parameters that are treated alike.
     *
     * @param velocity index of the first one's
     * @param decay of the segment
     */
    private record Piece(int from, int velocity, int length, double rateFactor, Optional<Decay> decay) {}

    private MomentumStep(
            ComputationGraph network,
            RuleUpdater updater,
            MomentumSgd rule,
            INDArray parameters,
            INDArray gradient,
            List<Segment> segments) {
        this.network = network;
        this.updater = updater;
        this.rule = rule;
        this.parameters = Vector.of(parameters);
        this.gradient = Vector.of(gradient);
        this.velocity = Vector.of(network.getUpdater().getStateViewArray());
        this.learned = pieces(segments.stream().filter(Segment::learned).toList());
        this.notLearned =
                pieces(segments.stream().filter(segment -> !segment.learned()).toList());
    }

    /**
     * Empty where it cannot be done so: another rule than momentum for something that is learned, another regularisation than
     * {@link Decay}, gradients that DL4J's updater divides by the batch or clips layer by layer, another type than float, on a
     * GPU, or for more than 2³¹ bytes of parameters.
     */
    static Optional<ParameterStep> of(
            ComputationGraph network, INDArray parameters, INDArray gradient, List<Segment> segments) {
        List<Segment> learned = segments.stream().filter(Segment::learned).toList();
        boolean fits = Nd4j.getEnvironment().isCPU()
                && parameters.dataType() == DataType.FLOAT
                && parameters.length() <= Integer.MAX_VALUE / Float.BYTES
                && !network.conf().isMiniBatch()
                && Stream.of(network.getLayers()).noneMatch(MomentumStep::normalizesGradients)
                && !learned.isEmpty()
                && learned.stream().allMatch(Segment::decaysOnly)
                && learned.stream().map(Segment::updater).distinct().count() == 1;
        if (!fits
                || !(learned.get(0).updater() instanceof RuleUpdater updater)
                || !(updater.rule() instanceof MomentumSgd rule)) {
            return Optional.empty();
        }
        long velocities = network.getUpdater().getStateViewArray().length();
        long expected = learned.stream().mapToLong(Segment::length).sum();
        if (velocities != expected) {
            throw new IllegalStateException(
                    "the updater has " + velocities + " velocities for " + expected + " parameters");
        }
        return Optional.of(new MomentumStep(network, updater, rule, parameters, gradient, segments));
    }

    private static boolean normalizesGradients(Layer layer) {
        GradientNormalization normalization =
                layer.numParams() == 0 ? null : layer.getConfig().getGradientNormalization();
        return normalization != null && normalization != GradientNormalization.None;
    }

    /** Velocities are counted through: there are none but for what is learned. */
    private static List<Piece> pieces(List<Segment> segments) {
        List<Piece> pieces = new ArrayList<>();
        long velocity = 0;
        for (Segment segment : segments) {
            for (long from = segment.from(); from < segment.to(); from += TURN) {
                long length = Math.min(TURN, segment.to() - from);
                pieces.add(new Piece((int) from, (int) velocity, (int) length, segment.rateFactor(), segment.decay()));
                velocity += length;
            }
        }
        return List.copyOf(pieces);
    }

    /** A thread's temporary memory. */
    private static final class Room {
        final float[] w = new float[AT_ONCE];
        final float[] g = new float[AT_ONCE];
        final float[] v = new float[AT_ONCE];
    }

    @Override
    public void moveStatistics() {
        ComputeThreads.stream(notLearned).forEach(this::subtractGradient);
    }

    private void subtractGradient(Piece piece) {
        Room room = ROOM.get();
        for (int done = 0; done < piece.length(); done += AT_ONCE) {
            int length = Math.min(AT_ONCE, piece.length() - done);
            int from = piece.from() + done;
            parameters.read(from, room.w, length);
            gradient.read(from, room.g, length);
            combine(room.w, 1, room.g, -1, length);
            parameters.write(room.w, from, length);
            Arrays.fill(room.g, 0, length, 0);
            gradient.write(room.g, from, length);
        }
    }

    @Override
    public void take(double gradientFactor) {
        if (network.getUpdater().getStateViewArray() != velocity.array()) {
            throw new IllegalStateException("the network's updater was exchanged since its training began");
        }
        ComputationGraphConfiguration counts = network.getConfiguration();
        int iteration = counts.getIterationCount();
        int epoch = counts.getEpochCount();
        double rate = updater.getLearningRate(iteration, epoch);
        float mu = (float) rule.momentum().at(iteration);
        ComputeThreads.stream(learned)
                .forEach(piece -> take(piece, (float) gradientFactor, mu, rate * piece.rateFactor(), iteration, epoch));
    }

    private void take(Piece piece, float gradientFactor, float mu, double rate, int iteration, int epoch) {
        double decay = piece.decay().map(d -> d.coefficient(iteration, epoch)).orElse(0.0);
        boolean decoupled = piece.decay().map(Decay::isDecoupled).orElse(false);
        float ofGradient = decoupled ? 0 : (float) decay;
        float ofStep = decoupled ? (float) (rate * decay) : 0;
        Room room = ROOM.get();
        for (int done = 0; done < piece.length(); done += AT_ONCE) {
            int length = Math.min(AT_ONCE, piece.length() - done);
            int from = piece.from() + done;
            int ofVelocity = piece.velocity() + done;
            parameters.read(from, room.w, length);
            gradient.read(from, room.g, length);
            velocity.read(ofVelocity, room.v, length);
            if (gradientFactor != 1 || ofGradient != 0) {
                combine(room.g, gradientFactor, room.w, ofGradient, length);
            }
            combine(room.v, mu, room.g, 1, length);
            // from here on the gradient is the step
            combine(
                    room.g,
                    rule.nesterov() ? (float) rate : 0,
                    room.v,
                    (float) (rule.nesterov() ? rate * mu : rate),
                    length);
            if (ofStep != 0) {
                // not as a factor of the weights: one so close to 1 does not exist in float
                combine(room.g, 1, room.w, ofStep, length);
            }
            combine(room.w, 1, room.g, -1, length);
            velocity.write(room.v, ofVelocity, length);
            parameters.write(room.w, from, length);
        }
    }

    /** y ← a·y + b·x: of such a loop the compiler makes vector instructions. */
    private static void combine(float[] y, float a, float[] x, float b, int length) {
        for (int i = 0; i < length; i++) {
            y[i] = a * y[i] + b * x[i];
        }
    }
}
