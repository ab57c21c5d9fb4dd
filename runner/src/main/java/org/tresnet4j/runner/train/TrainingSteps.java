package org.tresnet4j.runner.train;

import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.tresnet4j.runner.config.GradientsConfig;
import org.tresnet4j.runner.config.TrainConfig;
import org.tresnet4j.runner.schedule.ConstantSchedule;
import org.tresnet4j.runner.schedule.IterationSchedule;

/** The steps of a {@link Trainer} by themselves, from a batch to changed parameters, as benchmarks take them. */
public final class TrainingSteps {

    private static final GradientsConfig AS_THEY_ARE = new GradientsConfig(1, Optional.empty(), 0);

    private final GradientStep step;

    private TrainingSteps(GradientStep step) {
        this.step = step;
    }

    /**
     * Each batch is a step, no gradient is clipped.
     *
     * @param network initialised, with {@link #momentum}
     */
    public static TrainingSteps of(ComputationGraph network) {
        return new TrainingSteps(new GradientStep(network, AS_THEY_ARE, List.of()));
    }

    /**
     * Gradients are clipped and layers have their own rates as configured; each batch is a step.
     *
     * @param network initialised, with {@link TrainingPlan#network}
     */
    public static TrainingSteps of(ComputationGraph network, TrainConfig config) {
        GradientsConfig gradients = new GradientsConfig(1, config.gradients().clipNorm(), 0);
        return new TrainingSteps(new GradientStep(
                network, gradients, config.optimizer().layerRates().orElse(List.of())));
    }

    /** What a network starts from that is trained with a constant rate and momentum, as by {@code optimizer.type: sgd}. */
    public static NeuralNetConfiguration.Builder momentum(double rate, double momentum) {
        return new NeuralNetConfiguration.Builder()
                .updater(new RuleUpdater(
                        new IterationSchedule(new ConstantSchedule(rate)),
                        new MomentumSgd(new ConstantSchedule(momentum), false)))
                .miniBatch(false);
    }

    /**
     * One step.
     *
     * @throws TrainingException when loss or gradient are not finite
     */
    public void take(MultiDataSet batch) {
        if (!step.add(batch)) {
            step.abandon();
            throw new TrainingException(
                    "the loss or a gradient is not a finite number; a lower learning rate may help");
        }
        step.take();
    }
}
