package org.tresnet4j.runner.train;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.tresnet4j.runner.config.OptimizerConfig;
import org.tresnet4j.runner.config.TrainConfig;
import org.tresnet4j.runner.schedule.IterationSchedule;
import org.tresnet4j.runner.schedule.Schedule;
import org.tresnet4j.runner.schedule.Schedules;

/**
 * A training that is fully determined: what the configuration and the size of the data say together.
 *
 * @param config of the loop
 * @param seed of weights and data order
 * @param batchesPerEpoch at least 1
 */
public record TrainingPlan(TrainConfig config, long seed, int batchesPerEpoch) {

    public TrainingPlan {
        if (batchesPerEpoch < 1) {
            throw new IllegalArgumentException("an epoch has at least one batch, got " + batchesPerEpoch);
        }
    }

    /** Steps to do in all, unless something stops the run. */
    public long iterations() {
        long all = (long) config.epochsToRun() * batchesPerEpoch;
        return config.maxIterations().map(most -> Math.min(all, most)).orElse(all);
    }

    /** The learning rate over the planned iterations, which may be more than are run. */
    public Schedule learningRate() {
        return Schedules.of(config.schedule(), config.optimizer().learningRate(), config.epochs(), batchesPerEpoch);
    }

    /**
     * What every network starts from: seed, updater, weight decay and workspace modes. Losses normalise themselves
     * ({@code miniBatch(false)}); biases never decay, and layers whose scales must not decay either say so themselves.
     */
    public NeuralNetConfiguration.Builder network() {
        List<Regularization> decay = new ArrayList<>();
        OptimizerConfig optimizer = config.optimizer();
        if (optimizer.weightDecay() > 0) {
            decay.add(new Decay(optimizer.weightDecay(), optimizer.type().isDecoupled()));
        }
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(updater())
                .regularization(decay)
                .regularizationBias(new ArrayList<>())
                .miniBatch(false)
                .trainingWorkspaceMode(WorkspaceMode.ENABLED)
                .inferenceWorkspaceMode(WorkspaceMode.ENABLED);
    }

    private IUpdater updater() {
        OptimizerConfig optimizer = config.optimizer();
        IterationSchedule rate = new IterationSchedule(learningRate());
        return switch (optimizer.type()) {
            case SGD, SGDW -> new MomentumSgd(rate, optimizer.momentum(), false);
            case NESTEROV -> new MomentumSgd(rate, optimizer.momentum(), true);
            case ADAM, ADAMW ->
                Adam.builder()
                        .learningRateSchedule(rate)
                        .beta1(optimizer.beta1())
                        .beta2(optimizer.beta2())
                        .epsilon(optimizer.epsilon())
                        .build();
        };
    }
}
