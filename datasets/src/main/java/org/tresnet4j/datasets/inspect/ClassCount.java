package org.tresnet4j.datasets.inspect;

/**
 * How often a class occurs.
 *
 * @param name of the class
 * @param images with at least one object or crowd of it, as a tagger sees it
 * @param objects without crowds, as a detector sees it
 */
public record ClassCount(String name, int images, int objects) {}
