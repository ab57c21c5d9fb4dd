package org.tresnet4j.runner.train;

import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.runner.train.Segments.Segment;

/** Through DL4J's updater, whatever it is: several passes over all parameters. */
final class UpdaterStep implements ParameterStep {

    private final ComputationGraph network;
    private final INDArray parameters;
    private final INDArray gradient;
    private final List<Statistics> statistics;
    private final List<Scaled> scaled;

    /** Views that are made once, not dozens in each step. */
    private record Statistics(INDArray running, INDArray gradient) {}

    /** A part of the gradient with a learning rate of its own. */
    private record Scaled(INDArray gradient, double factor) {}

    /**
     * @param gradient of all parameters, as the network's backward pass leaves it
     */
    UpdaterStep(ComputationGraph network, INDArray parameters, INDArray gradient, List<Segment> segments) {
        this.network = network;
        this.parameters = parameters;
        this.gradient = gradient;
        this.statistics = segments.stream()
                .filter(segment -> !segment.learned())
                .map(segment -> new Statistics(segment.in(parameters), segment.in(gradient)))
                .toList();
        this.scaled = segments.stream()
                .filter(segment -> segment.learned() && segment.rateFactor() != 1)
                .map(segment -> new Scaled(segment.in(gradient), segment.rateFactor()))
                .toList();
    }

    /** At once; {@link #take} subtracts the whole gradient, but not these again. */
    @Override
    public void moveStatistics() {
        for (Statistics part : statistics) {
            part.running().subi(part.gradient());
            part.gradient().assign(0);
        }
    }

    @Override
    public void take(double gradientFactor) {
        if (gradientFactor != 1) {
            gradient.muli(gradientFactor);
        }
        ComputationGraphConfiguration counts = network.getConfiguration();
        network.getUpdater()
                .update(
                        network.gradient(),
                        counts.getIterationCount(),
                        counts.getEpochCount(),
                        network.batchSize(),
                        LayerWorkspaceMgr.noWorkspaces());
        scaled.forEach(part -> part.gradient().muli(part.factor()));
        parameters.subi(gradient);
    }
}
