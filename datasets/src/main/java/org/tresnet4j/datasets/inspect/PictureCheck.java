package org.tresnet4j.datasets.inspect;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.coco.CocoRecords.AnnotationRecord;
import org.tresnet4j.datasets.coco.CocoRecords.ImageRecord;
import org.tresnet4j.datasets.coco.CocoRecords.Size;
import org.tresnet4j.datasets.image.ImageDecoder;
import org.tresnet4j.datasets.image.ImageException;
import org.tresnet4j.datasets.image.RgbImage;

/** Decodes the picture of an image and compares it with its annotations. For one image. */
final class PictureCheck {

    private final ImageRecord image;
    private final String name;
    private final String nameAndFile;
    private final List<Finding> findings = new ArrayList<>();

    PictureCheck(ImageRecord image) {
        this.image = image;
        this.name = image.name();
        this.nameAndFile = name + " (" + image.fileName() + ")";
    }

    /**
     * What was found.
     *
     * @param decoded whether the picture can be used
     * @param boxes that can be used
     */
    record Result(List<Finding> findings, boolean decoded, int boxes) {}

    Result check(Path folder, ImageDecoder decoder, List<AnnotationRecord> annotations) {
        Optional<Size> decoded = decode(folder, decoder);
        Optional<Size> size = image.size().or(() -> decoded);
        int boxes = 0;
        for (AnnotationRecord annotation : annotations) {
            boxes += isUsable(annotation, size) ? 1 : 0;
        }
        return new Result(findings, decoded.isPresent(), boxes);
    }

    /** Decodes as training does; the size, if that succeeds. */
    private Optional<Size> decode(Path folder, ImageDecoder decoder) {
        Path file;
        try {
            file = folder.resolve(image.fileName());
        } catch (InvalidPathException e) {
            add(Problem.MALFORMED_RECORD, name, "file_name is no file name: " + e.getMessage());
            return Optional.empty();
        }
        try (RgbImage pixels = image.size().isPresent()
                ? decoder.decode(
                        file, image.size().get().width(), image.size().get().height())
                : decoder.decode(file)) {
            if (image.size().isEmpty()) {
                add(Problem.SIZE_FROM_PICTURE, name, file + ": " + pixels.width() + "x" + pixels.height());
            }
            return Optional.of(new Size(pixels.width(), pixels.height()));
        } catch (ImageException e) {
            add(problem(e.fault()), name, e.getMessage());
            if (image.size().isEmpty()) {
                add(
                        Problem.UNKNOWN_SIZE,
                        name,
                        image.fileName() + ": has no width and height, and its picture cannot tell");
            }
            return Optional.empty();
        }
    }

    private static Problem problem(ImageException.Fault fault) {
        return switch (fault) {
            case MISSING -> Problem.MISSING_PICTURE;
            case CUT_OFF -> Problem.CUT_OFF_PICTURE;
            case UNREADABLE -> Problem.UNREADABLE_PICTURE;
            case OTHER_SIZE -> Problem.OTHER_SIZE;
        };
    }

    /** The rules of {@link org.tresnet4j.datasets.coco.CocoPolicy#defaults()}. */
    private boolean isUsable(AnnotationRecord annotation, Optional<Size> size) {
        if (annotation.crowd()) {
            add(Problem.CROWD, annotation.name(), "of " + nameAndFile);
        }
        Box box = annotation.box();
        if (box.isEmpty()) {
            add(Problem.EMPTY_BOX, annotation.name(), describe(annotation) + " of " + nameAndFile);
            return false;
        }
        if (size.isEmpty()) {
            return true;
        }
        Box inside = box.clip(size.get().width(), size.get().height());
        if (!inside.equals(box)) {
            add(
                    inside.isEmpty() ? Problem.OUTSIDE_BOX : Problem.PARTLY_OUTSIDE_BOX,
                    annotation.name(),
                    describe(annotation) + " of " + nameAndFile + ", which is "
                            + size.get().width() + "x" + size.get().height());
        }
        return !inside.isEmpty();
    }

    private static String describe(AnnotationRecord annotation) {
        return "bbox [" + annotation.x() + ", " + annotation.y() + ", " + annotation.width() + ", "
                + annotation.height() + "]";
    }

    private void add(Problem problem, String record, String detail) {
        findings.add(new Finding(problem, record, detail));
    }
}
