package org.tresnet4j.runner.config;

import java.util.List;
import java.util.Optional;

/** {@code train.optimizer}: how gradients become steps. */
public record OptimizerConfig(
        @Key(
                value =
                        "the rule: sgd and nesterov as PyTorch's SGD, adam with L2, sgdw and adamw with decoupled decay",
                defaultValue = "sgd")
        Type type,

        @Key(value = "learning rate at the schedule's peak, for the batch size of the run", above = 0)
        double learningRate,

        @Key(
                value =
                        "weight decay of weights (never of biases and normalisation): added to the gradient, with sgdw and adamw decoupled",
                defaultValue = "0.0001",
                min = 0)
        double weightDecay,

        @Key(value = "momentum", defaultValue = "0.9", min = 0, below = 1, when = "type=sgd|nesterov|sgdw")
        double momentum,

        @Key(
                value = "decay of the mean of gradients",
                defaultValue = "0.9",
                min = 0,
                below = 1,
                when = "type=adam|adamw")
        double beta1,

        @Key(
                value = "decay of the mean of squared gradients",
                defaultValue = "0.999",
                min = 0,
                below = 1,
                when = "type=adam|adamw")
        double beta2,

        @Key(value = "added to the denominator", defaultValue = "1e-8", above = 0, when = "type=adam|adamw")
        double epsilon,

        @Key("learning rates of some layers, as a part of the one above; where several match, the first counts")
        Optional<List<LayerRate>> layerRates) {

    /** Another learning rate for some layers, usually lower for those that were trained before. */
    public record LayerRate(
            @Key("names of the network's nodes as `tresnet summary` shows them; * stands for any characters")
            String layers,

            @Key(value = "what their learning rate is multiplied by", min = 0)
            double factor) {}

    /** The rules. */
    public enum Type {
        /** Stochastic gradient descent with momentum. */
        SGD,
        /** The same with Nesterov's momentum. */
        NESTEROV,
        /** Stochastic gradient descent with momentum and decoupled weight decay. */
        SGDW,
        /** Adam; weight decay is added to the gradient. */
        ADAM,
        /** Adam with decoupled weight decay. */
        ADAMW;

        /** Whether weight decay is taken from the weights directly (arXiv 1711.05101), not added to the gradient. */
        public boolean isDecoupled() {
            return this == SGDW || this == ADAMW;
        }
    }
}
