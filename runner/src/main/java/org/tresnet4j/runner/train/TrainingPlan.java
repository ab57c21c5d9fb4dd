package org.tresnet4j.runner.train;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.tresnet4j.runner.config.Experiment;
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

    /** Of an experiment with so many batches in an epoch. */
    public static TrainingPlan of(Experiment<?> experiment, int batchesPerEpoch) {
        return new TrainingPlan(experiment.run().train(), experiment.run().seed(), batchesPerEpoch);
    }

    /** Steps in an epoch: one for each batch, for so many as their gradients are averaged, or one batch a worker. */
    public int iterationsPerEpoch() {
        int batches = config.workers().several()
                ? config.workers().count()
                : config.gradients().accumulate();
        return (batchesPerEpoch - 1) / batches + 1;
    }

    /** Steps to do in all, unless something stops the run or batches are left out as unreadable. */
    public long iterations() {
        long all = (long) config.epochsToRun() * iterationsPerEpoch();
        return config.maxIterations().map(most -> Math.min(all, most)).orElse(all);
    }

    /** The learning rate over the planned iterations, which may be more than are run. */
    public Schedule learningRate() {
        return Schedules.learningRate(
                config.schedule(), config.optimizer().learningRate(), config.epochs(), iterationsPerEpoch());
    }

    private Schedule momentum(double usual) {
        return Schedules.momentum(config.schedule(), usual, config.epochs(), iterationsPerEpoch());
    }

    /**
     * What every network starts from: seed, updater, weight decay and workspace modes. Losses normalise themselves
     * ({@code miniBatch(false)}); biases never decay, and layers whose scales must not decay either say so themselves.
     */
    public NeuralNetConfiguration.Builder network() {
        return network(learningRate());
    }

    /** The same with another learning rate. */
    NeuralNetConfiguration.Builder network(Schedule rate) {
        List<Regularization> decay = new ArrayList<>();
        OptimizerConfig optimizer = config.optimizer();
        if (optimizer.weightDecay() > 0) {
            decay.add(new Decay(optimizer.weightDecay(), optimizer.type().isDecoupled()));
        }
        return new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(updater(rate))
                .regularization(decay)
                .regularizationBias(new ArrayList<>())
                .miniBatch(false)
                .trainingWorkspaceMode(WorkspaceMode.ENABLED)
                .inferenceWorkspaceMode(WorkspaceMode.ENABLED);
    }

    private IUpdater updater(Schedule rate) {
        OptimizerConfig optimizer = config.optimizer();
        UpdateRule rule = switch (optimizer.type()) {
            case SGD, SGDW -> new MomentumSgd(momentum(optimizer.momentum()), false);
            case NESTEROV -> new MomentumSgd(momentum(optimizer.momentum()), true);
            case ADAM, ADAMW -> new Adam(momentum(optimizer.beta1()), optimizer.beta2(), optimizer.epsilon());
        };
        return new RuleUpdater(new IterationSchedule(rate), rule);
    }
}
