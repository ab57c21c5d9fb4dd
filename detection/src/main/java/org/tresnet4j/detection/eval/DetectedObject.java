package org.tresnet4j.detection.eval;

/**
 * A detection as COCO's results have it.
 *
 * @param x left edge in pixels
 * @param y top edge
 * @param width of the box
 * @param height of the box
 * @param score greater is surer
 */
public record DetectedObject(
        long imageId, long categoryId, double x, double y, double width, double height, double score) {}
