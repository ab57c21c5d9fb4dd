package org.tresnet4j.datasets.crop;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Predicate;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.core.Rect;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;
import org.tresnet4j.datasets.DatasetException;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.AnnotationIndex;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.image.ImageDecoder;
import org.tresnet4j.datasets.image.ImageException;
import org.tresnet4j.datasets.image.OnCorruptImage;
import org.tresnet4j.datasets.image.RgbImage;

/**
 * Cuts the boxes of a data set out: {@code FOLDER/<class>/<image>_<annotation id>.jpg}, the layout known from torchvision's
 * ImageFolder. A class without a picture gets no folder.
 *
 * <p>A box is cut out as it is: what overlaps it is seen in it, too, and one object may be in several pictures. Crowds are
 * left out, since a picture of many is of no one object. The margin ends at the image's edge.
 */
public final class BoxCrops {

    private static final int JPEG_QUALITY = 95;

    private final AnnotationIndex index;
    private final CropOptions options;
    private final List<String> folders;
    private final AtomicIntegerArray written;
    private final ImageDecoder decoder = ImageDecoder.openCv();

    private BoxCrops(AnnotationIndex index, CropOptions options) {
        this.index = index;
        this.options = options;
        this.folders = FileNames.distinct(index.labels().names());
        this.written = new AtomicIntegerArray(folders.size());
    }

    /**
     * Writes the pictures, on all processors.
     *
     * @param out is made if need be; files of the same names are overwritten
     * @throws ImageException if a picture cannot be used and the policy is to fail
     * @throws DatasetException if a file cannot be written
     */
    public static CropReport write(AnnotationIndex index, Path out, CropOptions options) {
        return new BoxCrops(index, options).write(out);
    }

    private CropReport write(Path out) {
        List<ImageException> skipped = index.images().parallelStream()
                .flatMap(image -> write(image, out).stream())
                .toList();
        ImmutableMap.Builder<String, Integer> pictures = ImmutableMap.builder();
        for (int c = 0; c < folders.size(); c++) {
            pictures.put(folders.get(c), written.get(c));
        }
        int crowds = count(Annotation::crowd);
        int small = count(annotation -> !annotation.crowd() && !isWanted(annotation));
        return new CropReport(pictures.buildOrThrow(), crowds, small, skipped);
    }

    private int count(Predicate<Annotation> which) {
        return (int) index.images().stream()
                .flatMap(image -> image.annotations().stream())
                .filter(which)
                .count();
    }

    private boolean isWanted(Annotation annotation) {
        Box box = annotation.box();
        return !annotation.crowd() && Math.min(box.width(), box.height()) >= options.smallestSide();
    }

    /** What is wrong with the image, where that is to be skipped. */
    private List<ImageException> write(AnnotatedImage image, Path out) {
        List<Annotation> wanted =
                image.annotations().stream().filter(this::isWanted).toList();
        if (wanted.isEmpty()) {
            return List.of();
        }
        try (RgbImage pixels = decoder.decode(image.file(), image.width(), image.height())) {
            String stem = FileNames.safe(MoreFiles.getNameWithoutExtension(image.file()));
            for (Annotation annotation : wanted) {
                Path folder = out.resolve(folders.get(annotation.classIndex()));
                write(pixels, annotation.box(), folder.resolve(stem + "_" + annotation.id() + ending()));
                written.incrementAndGet(annotation.classIndex());
            }
            return List.of();
        } catch (ImageException e) {
            if (options.onCorruptImage() == OnCorruptImage.FAIL) {
                throw e;
            }
            return List.of(e);
        }
    }

    private String ending() {
        return "." + options.format().name().toLowerCase(Locale.ROOT);
    }

    private void write(RgbImage image, Box box, Path file) {
        Mat crop = new Mat(image.mat(), pixels(box, image.width(), image.height()));
        Mat blueGreenRed = new Mat();
        MatOfByte coded = new MatOfByte();
        MatOfInt quality = new MatOfInt(Imgcodecs.IMWRITE_JPEG_QUALITY, JPEG_QUALITY);
        try {
            Imgproc.cvtColor(crop, blueGreenRed, Imgproc.COLOR_RGB2BGR);
            Imgcodecs.imencode(ending(), blueGreenRed, coded, quality);
            Files.createDirectories(file.getParent());
            Files.write(file, coded.toArray());
        } catch (IOException e) {
            throw new DatasetException(file + ": cannot be written: " + e, e);
        } finally {
            List.of(crop, blueGreenRed, coded, quality).forEach(Mat::release);
        }
    }

    /** The whole pixels that a box with its margin touches. */
    private Rect pixels(Box box, int width, int height) {
        double dx = options.margin() * box.width();
        double dy = options.margin() * box.height();
        Box wide = new Box(box.x1() - dx, box.y1() - dy, box.x2() + dx, box.y2() + dy).clip(width, height);
        int left = (int) Math.floor(wide.x1());
        int top = (int) Math.floor(wide.y1());
        return new Rect(left, top, (int) Math.ceil(wide.x2()) - left, (int) Math.ceil(wide.y2()) - top);
    }
}
