/**
 * Annotations, images, augmentation and batches. One way through: {@code coco} reads a file into an
 * {@code annotation.AnnotationIndex}; {@code image} decodes its pictures; {@code transform} changes picture and boxes
 * together; {@code batch} delivers them as {@code MultiDataSet}s, the same for any number of threads.
 */
package org.tresnet4j.datasets;
