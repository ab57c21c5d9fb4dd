package org.tresnet4j.datasets.annotation;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.util.List;
import java.util.Objects;

/**
 * A dataset without its pixels.
 *
 * @param images in the order of the file
 * @param labels what the annotations' class indices mean
 * @param report what was found, dropped and mended while reading
 */
public record AnnotationIndex(List<AnnotatedImage> images, LabelMap labels, IndexReport report) {

    public AnnotationIndex {
        images = List.copyOf(images);
        Objects.requireNonNull(labels, "labels");
        Objects.requireNonNull(report, "report");
    }

    /**
     * Tells this data from any other: the names of classes and files in their order, sizes, boxes and classes. Not the
     * pixels, and not the folder, so that data may be moved.
     *
     * @return SHA-256 in hexadecimal
     */
    public String fingerprint() {
        Hasher hash = Hashing.sha256().newHasher();
        labels.names().forEach(name -> text(hash, name));
        for (AnnotatedImage image : images) {
            text(hash, image.file().getFileName().toString());
            hash.putLong(image.id()).putInt(image.width()).putInt(image.height());
            hash.putInt(image.annotations().size());
            image.annotations().forEach(annotation -> annotation(hash, annotation));
        }
        return hash.hash().toString();
    }

    private static void annotation(Hasher hash, Annotation annotation) {
        Box box = annotation.box();
        hash.putInt(annotation.classIndex()).putBoolean(annotation.crowd()).putDouble(annotation.area());
        hash.putDouble(box.x1()).putDouble(box.y1()).putDouble(box.x2()).putDouble(box.y2());
    }

    private static void text(Hasher hash, String text) {
        hash.putInt(text.length()).putUnencodedChars(text);
    }

    /**
     * Of images with one label each.
     *
     * @param otherFiles that were left out for being no pictures
     */
    public static AnnotationIndex labelled(List<AnnotatedImage> images, LabelMap labels, int otherFiles) {
        return new AnnotationIndex(
                images, labels, new IndexReport(images.size(), images.size(), 0, 0, 0, 0, 0, 0, 0, 0, 0, otherFiles));
    }
}
