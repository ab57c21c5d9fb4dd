package org.tresnet4j.datasets.synthetic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.opencv.core.CvType;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.core.MatOfInt;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.Category;
import org.tresnet4j.datasets.annotation.LabelMap;
import org.tresnet4j.datasets.coco.CocoWriter;
import org.tresnet4j.datasets.image.OpenCv;

/** Paints the splits of a shapes dataset into a folder that is empty. */
final class ShapesWriter {

    private static final int JPEG_QUALITY = 92;

    private final ShapesDataset dataset;
    private final ShapesOptions options;

    ShapesWriter(ShapesDataset dataset, ShapesOptions options) {
        this.dataset = dataset;
        this.options = options;
    }

    void write() throws IOException {
        OpenCv.load();
        SplittableRandom random = new SplittableRandom(options.seed());
        split(dataset.trainImages(), dataset.trainAnnotations(), options.trainImages(), random.split());
        split(dataset.valImages(), dataset.valAnnotations(), options.valImages(), random.split());
    }

    private void split(Path images, Path annotations, int count, SplittableRandom random) throws IOException {
        Files.createDirectories(images);
        Files.createDirectories(annotations.getParent());
        // one stream of chance for each picture, so that it does not matter which thread paints it
        SplittableRandom[] chances = new SplittableRandom[count];
        Arrays.setAll(chances, i -> random.split());
        Scene.Visible[][] objects = new Scene.Visible[count][];
        IntStream.range(0, count).parallel().forEach(i -> {
            Scene scene = Scene.paint(options.side(), options.maxShapes(), chances[i]);
            writeJpeg(picture(images, i), scene.rgb());
            objects[i] = scene.objects().toArray(Scene.Visible[]::new);
        });
        new CocoWriter(images).write(annotations, labels(), annotated(images, objects));
    }

    private static Path picture(Path images, int number) {
        return images.resolve(String.format(Locale.ROOT, "%06d.jpg", number + 1));
    }

    private void writeJpeg(Path file, byte[] rgb) {
        Mat pixels = new Mat(options.side(), options.side(), CvType.CV_8UC3);
        MatOfByte coded = new MatOfByte();
        MatOfInt quality = new MatOfInt(Imgcodecs.IMWRITE_JPEG_QUALITY, JPEG_QUALITY);
        try {
            pixels.put(0, 0, rgb);
            Imgproc.cvtColor(pixels, pixels, Imgproc.COLOR_RGB2BGR);
            Imgcodecs.imencode(".jpg", pixels, coded, quality);
            Files.write(file, coded.toArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            pixels.release();
            coded.release();
            quality.release();
        }
    }

    /** Category ids start at 1, as COCO's do, and so differ from class indices. */
    private static LabelMap labels() {
        List<Category> categories = new ArrayList<>();
        for (Shape shape : Shape.values()) {
            categories.add(new Category(shape.ordinal() + 1, shape.className()));
        }
        return new LabelMap(categories);
    }

    private List<AnnotatedImage> annotated(Path images, Scene.Visible[][] objects) {
        List<AnnotatedImage> result = new ArrayList<>();
        long annotationId = 1;
        for (int i = 0; i < objects.length; i++) {
            List<Annotation> annotations = new ArrayList<>();
            for (Scene.Visible object : objects[i]) {
                annotations.add(
                        new Annotation(annotationId++, object.shape().ordinal(), object.box(), object.area(), false));
            }
            result.add(new AnnotatedImage(i + 1L, picture(images, i), options.side(), options.side(), annotations));
        }
        return result;
    }
}
