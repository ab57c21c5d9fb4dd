package org.tresnet4j.detection.eval;

/**
 * An annotated object as COCO's files have it.
 *
 * @param x left edge in pixels
 * @param y top edge
 * @param width of the box
 * @param height of the box
 * @param area of the object, which decides on small, medium and large
 * @param crowd a group: matches any number of detections, and counts neither for nor against
 */
public record GroundTruth(
        long imageId, long categoryId, double x, double y, double width, double height, double area, boolean crowd) {}
