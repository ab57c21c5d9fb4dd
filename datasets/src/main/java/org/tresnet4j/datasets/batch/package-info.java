/**
 * Batches of an epoch, made in the background. What is in them depends on the seed, the epoch and the files; never on the
 * number of threads or their timing.
 */
package org.tresnet4j.datasets.batch;
