package org.tresnet4j.runner.train;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
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
    private final FloatBuffer parameters;
    private final FloatBuffer gradient;
    private final FloatBuffer velocity;
    private final List<Piece> pieces;
    private final List<Segment> statistics;

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
            FloatBuffer parameters,
            FloatBuffer gradient,
            FloatBuffer velocity,
            List<Segment> segments) {
        this.network = network;
        this.updater = updater;
        this.rule = rule;
        this.parameters = parameters;
        this.gradient = gradient;
        this.velocity = velocity;
        this.pieces = pieces(segments);
        this.statistics =
                segments.stream().filter(segment -> !segment.learned()).toList();
    }

    /**
     * Empty where it cannot be done so: another rule than momentum for something that is learned, another regularisation than
     * {@link Decay}, another type than float, on a GPU, or for more than 2³¹ bytes of parameters.
     */
    static Optional<ParameterStep> of(
            ComputationGraph network, INDArray parameters, INDArray gradient, List<Segment> segments) {
        List<Segment> learned = segments.stream().filter(Segment::learned).toList();
        boolean fits = Nd4j.getEnvironment().isCPU()
                && parameters.dataType() == DataType.FLOAT
                && parameters.length() <= Integer.MAX_VALUE / Float.BYTES
                && !learned.isEmpty()
                && learned.stream().allMatch(Segment::decaysOnly)
                && learned.stream().map(Segment::updater).distinct().count() == 1;
        if (!fits
                || !(learned.get(0).updater() instanceof RuleUpdater updater)
                || !(updater.rule() instanceof MomentumSgd rule)) {
            return Optional.empty();
        }
        INDArray velocity = network.getUpdater().getStateViewArray();
        long expected = learned.stream().mapToLong(Segment::length).sum();
        if (velocity.length() != expected) {
            throw new IllegalStateException(
                    "the updater has " + velocity.length() + " velocities for " + expected + " parameters");
        }
        return Optional.of(new MomentumStep(
                network, updater, rule, floats(parameters), floats(gradient), floats(velocity), segments));
    }

    private static FloatBuffer floats(INDArray vector) {
        return vector.data().asNioFloat().slice((int) vector.offset(), (int) vector.length());
    }

    private static List<Piece> pieces(List<Segment> segments) {
        List<Piece> pieces = new ArrayList<>();
        long velocity = 0;
        for (Segment segment : segments) {
            if (segment.learned()) {
                for (long from = segment.from(); from < segment.to(); from += TURN) {
                    long length = Math.min(TURN, segment.to() - from);
                    pieces.add(
                            new Piece((int) from, (int) velocity, (int) length, segment.rateFactor(), segment.decay()));
                    velocity += length;
                }
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

    /** A few thousand numbers: not worth an operation of ND4J for each layer. */
    @Override
    public void moveStatistics() {
        for (Segment segment : statistics) {
            for (long from = segment.from(); from < segment.to(); from += AT_ONCE) {
                subtractGradient((int) from, (int) Math.min(AT_ONCE, segment.to() - from));
            }
        }
    }

    private void subtractGradient(int from, int length) {
        Room room = ROOM.get();
        parameters.get(from, room.w, 0, length);
        gradient.get(from, room.g, 0, length);
        combine(room.w, 1, room.g, -1, length);
        parameters.put(from, room.w, 0, length);
    }

    @Override
    public void take(double gradientFactor) {
        ComputationGraphConfiguration counts = network.getConfiguration();
        int iteration = counts.getIterationCount();
        int epoch = counts.getEpochCount();
        double rate = updater.getLearningRate(iteration, epoch);
        float mu = (float) rule.momentum().at(iteration);
        ComputeThreads.stream(pieces)
                .forEach(piece -> take(piece, (float) gradientFactor, mu, rate * piece.rateFactor(), iteration, epoch));
    }

    private void take(Piece piece, float gradientFactor, float mu, double rate, int iteration, int epoch) {
        double decay = piece.decay().map(d -> d.coefficient(iteration, epoch)).orElse(0.0);
        boolean decoupled = piece.decay().map(Decay::isDecoupled).orElse(false);
        float added = decoupled ? 0 : (float) decay;
        float kept = decoupled ? (float) (1 - rate * decay) : 1;
        Room room = ROOM.get();
        for (int done = 0; done < piece.length(); done += AT_ONCE) {
            int length = Math.min(AT_ONCE, piece.length() - done);
            int from = piece.from() + done;
            int ofVelocity = piece.velocity() + done;
            parameters.get(from, room.w, 0, length);
            gradient.get(from, room.g, 0, length);
            velocity.get(ofVelocity, room.v, 0, length);
            if (gradientFactor != 1 || added != 0) {
                combine(room.g, gradientFactor, room.w, added, length);
            }
            combine(room.v, mu, room.g, 1, length);
            if (rule.nesterov()) {
                combine(room.g, 1, room.v, mu, length);
                combine(room.w, kept, room.g, (float) -rate, length);
            } else {
                combine(room.w, kept, room.v, (float) -rate, length);
            }
            velocity.put(ofVelocity, room.v, 0, length);
            parameters.put(from, room.w, 0, length);
        }
    }

    /** y ← a·y + b·x: of such a loop the compiler makes vector instructions. */
    private static void combine(float[] y, float a, float[] x, float b, int length) {
        for (int i = 0; i < length; i++) {
            y[i] = a * y[i] + b * x[i];
        }
    }
}
