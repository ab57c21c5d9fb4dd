package org.tresnet4j.datasets.transform;

import java.util.List;
import java.util.Objects;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.image.RgbImage;

/**
 * A picture on its way to the network.
 *
 * @param source what the file holds: the original size and boxes
 * @param image the pixels now; closed with the sample
 * @param annotations the objects, boxes and areas in the pixels of now
 * @param fromSource how the original's points lie in the picture of now; its inverse takes boxes back
 */
public record Sample(AnnotatedImage source, RgbImage image, List<Annotation> annotations, BoxMap fromSource)
        implements AutoCloseable {

    public Sample {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(image, "image");
        annotations = List.copyOf(annotations);
        Objects.requireNonNull(fromSource, "fromSource");
    }

    /** A picture as it was decoded. Takes over the image. */
    public static Sample of(AnnotatedImage source, RgbImage image) {
        return new Sample(source, image, source.annotations(), BoxMap.identity());
    }

    /** After a change of colours only: the new image takes the place of the old, which is closed. */
    public Sample repainted(RgbImage newImage) {
        replace(newImage);
        return new Sample(source, newImage, annotations, fromSource);
    }

    /** After pixels moved: the new image takes the place of the old, which is closed, and the boxes follow the step. */
    public Sample moved(RgbImage newImage, BoxMap step) {
        replace(newImage);
        List<Annotation> followed = annotations.stream()
                .map(a -> a.movedTo(step.apply(a.box()), a.area() * step.areaScale()))
                .toList();
        return new Sample(source, newImage, followed, fromSource.then(step));
    }

    /** With other objects in the same pixels, as where some are dropped or cut. Shares the image. */
    public Sample withAnnotations(List<Annotation> newAnnotations) {
        return new Sample(source, image, newAnnotations, fromSource);
    }

    private void replace(RgbImage newImage) {
        if (newImage != image) {
            image.close();
        }
    }

    /** Closes the image. */
    @Override
    public void close() {
        image.close();
    }
}
