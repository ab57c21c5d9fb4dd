package org.tresnet4j.datasets.annotation;

import java.util.ArrayList;
import java.util.List;

/**
 * What was found, dropped and mended while reading an annotation file. All are counts.
 *
 * @param images in the index
 * @param annotations in the index, crowds included
 * @param crowds in the index
 * @param emptyImages in the index, without an annotation
 * @param emptyImagesDropped left out for having no annotation
 * @param crowdsDropped annotations left out for being crowds
 * @param degenerateBoxes annotations left out because their box has no area
 * @param clippedBoxes boxes cut off at the picture's edge
 * @param outsideBoxes annotations left out because their box is outside the picture
 * @param unknownReferences annotations left out because their image or category is not in the file
 * @param sizesFromFiles images whose size the annotation file lacks, taken from the picture
 * @param otherFiles files left out because their names are not those of pictures
 */
public record IndexReport(
        int images,
        int annotations,
        int crowds,
        int emptyImages,
        int emptyImagesDropped,
        int crowdsDropped,
        int degenerateBoxes,
        int clippedBoxes,
        int outsideBoxes,
        int unknownReferences,
        int sizesFromFiles,
        int otherFiles) {

    /** One line of totals, then one for everything that is not zero. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(images + " images, " + annotations + " annotations");
        add(lines, crowds, "crowd annotations");
        add(lines, emptyImages, "images without annotations kept");
        add(lines, emptyImagesDropped, "images without annotations dropped");
        add(lines, crowdsDropped, "crowd annotations dropped");
        add(lines, degenerateBoxes, "boxes without area dropped");
        add(lines, clippedBoxes, "boxes clipped to the image");
        add(lines, outsideBoxes, "boxes outside the image dropped");
        add(lines, unknownReferences, "annotations of unknown images or categories dropped");
        add(lines, sizesFromFiles, "image sizes read from the pictures");
        add(lines, otherFiles, "files that are no pictures left out");
        return List.copyOf(lines);
    }

    private static void add(List<String> lines, int count, String what) {
        if (count > 0) {
            lines.add(what + ": " + count);
        }
    }

    /** The {@link #lines()}, one under the other. */
    @Override
    public String toString() {
        return String.join("\n", lines());
    }
}
