/** The moving average of a network's parameters. */
package org.tresnet4j.runner.ema;
