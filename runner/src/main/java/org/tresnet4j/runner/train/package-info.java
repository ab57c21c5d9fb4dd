/** The loop, and the optimizers as PyTorch has them. */
package org.tresnet4j.runner.train;
