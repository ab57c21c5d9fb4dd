package org.tresnet4j.backbone.kernel;

/**
 * Mean and biased variance of every group of channels in every image, in Java's memory: they are few.
 *
 * @param groups in an image
 * @param mean image by image, each with its groups
 * @param variance in the same order
 */
public record GroupStatistics(int groups, double[] mean, double[] variance) {}
