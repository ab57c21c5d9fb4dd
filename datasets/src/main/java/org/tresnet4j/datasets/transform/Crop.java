package org.tresnet4j.datasets.transform;

import java.util.List;
import org.opencv.core.Mat;
import org.opencv.core.Rect;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.image.RgbImage;

/**
 * A part of a picture. Objects remain whose centre is inside, clipped, their area reduced as their box's. Crowd regions
 * remain where anything of them is left, for they say where not to learn.
 *
 * @param part in whole pixels, inside the picture
 */
record Crop(Rect part) {

    /** Without gaps between its rows, which a view of the picture would have. */
    Sample of(Sample sample) {
        Box box = box();
        List<Annotation> remaining = sample.annotations().stream()
                .filter(this::keeps)
                .map(a -> clipped(a, box))
                .toList();
        Mat view = new Mat(sample.image().mat(), part);
        RgbImage pixels = RgbImage.of(view.clone());
        view.release();
        return sample.withAnnotations(remaining).moved(pixels, BoxMap.shifting(-part.x, -part.y));
    }

    Box box() {
        return Box.fromXywh(part.x, part.y, part.width, part.height);
    }

    /** Whether an object remains. */
    boolean keeps(Annotation annotation) {
        Box box = annotation.box();
        Box inside = box();
        double centreX = (box.x1() + box.x2()) / 2;
        double centreY = (box.y1() + box.y2()) / 2;
        boolean centreInside =
                centreX > inside.x1() && centreX < inside.x2() && centreY > inside.y1() && centreY < inside.y2();
        return (centreInside || annotation.crowd()) && !box.intersection(inside).isEmpty();
    }

    private static Annotation clipped(Annotation annotation, Box part) {
        Box left = annotation.box().intersection(part);
        return annotation.movedTo(
                left, annotation.area() * (left.area() / annotation.box().area()));
    }
}
