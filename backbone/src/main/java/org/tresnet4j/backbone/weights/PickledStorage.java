package org.tresnet4j.backbone.weights;

/**
 * A storage that a pickle speaks of; its bytes are elsewhere in the file.
 *
 * @param type of its numbers
 * @param key its name among the entries of the file
 * @param length in numbers
 */
record PickledStorage(ElementType type, String key, long length) {}
