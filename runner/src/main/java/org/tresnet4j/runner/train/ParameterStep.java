package org.tresnet4j.runner.train;

/** How a network's gradient changes its parameters. */
interface ParameterStep {

    /** Subtracts from running statistics what stands in their place in the gradient. */
    void moveStatistics();

    /**
     * Changes what is learned; what the gradient is afterwards means nothing.
     *
     * @param gradientFactor that the gradient is multiplied by first
     */
    void take(double gradientFactor);
}
