package org.tresnet4j.datasets.coco;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.annotation.Category;
import org.tresnet4j.datasets.annotation.LabelMap;

/** Writes COCO annotation files that {@link CocoReader} and pycocotools read. */
public final class CocoWriter {

    private final Path imagesFolder;

    /**
     * @param imagesFolder what {@code file_name} is written relative to
     */
    public CocoWriter(Path imagesFolder) {
        this.imagesFolder = Objects.requireNonNull(imagesFolder, "imagesFolder");
    }

    /**
     * Writes the whole file or, on failure, leaves an existing one as it was.
     *
     * @param file its folder must exist
     * @throws UncheckedIOException if writing fails
     * @throws IndexOutOfBoundsException if an annotation's class is not among the labels
     */
    public void write(Path file, LabelMap labels, List<AnnotatedImage> images) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (OutputStream out = Files.newOutputStream(unfinished);
                    JsonGenerator json = new JsonFactory().createGenerator(out, JsonEncoding.UTF8)) {
                document(json, labels, images);
            }
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written: " + e, e);
        }
    }

    private void document(JsonGenerator json, LabelMap labels, List<AnnotatedImage> images) throws IOException {
        json.writeStartObject();
        json.writeArrayFieldStart("categories");
        for (Category category : labels.categories()) {
            json.writeStartObject();
            json.writeNumberField("id", category.id());
            json.writeStringField("name", category.name());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("images");
        for (AnnotatedImage image : images) {
            json.writeStartObject();
            json.writeNumberField("id", image.id());
            json.writeStringField("file_name", fileName(image.file()));
            json.writeNumberField("width", image.width());
            json.writeNumberField("height", image.height());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayFieldStart("annotations");
        for (AnnotatedImage image : images) {
            for (Annotation annotation : image.annotations()) {
                annotation(json, image, annotation, labels);
            }
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    /** With forward slashes on every system. */
    private String fileName(Path picture) {
        return imagesFolder.relativize(picture).toString().replace('\\', '/');
    }

    private static void annotation(JsonGenerator json, AnnotatedImage image, Annotation annotation, LabelMap labels)
            throws IOException {
        Box box = annotation.box();
        json.writeStartObject();
        json.writeNumberField("id", annotation.id());
        json.writeNumberField("image_id", image.id());
        json.writeNumberField("category_id", labels.categoryId(annotation.classIndex()));
        json.writeFieldName("bbox");
        json.writeArray(new double[] {box.x1(), box.y1(), box.width(), box.height()}, 0, 4);
        json.writeNumberField("area", annotation.area());
        json.writeNumberField("iscrowd", annotation.crowd() ? 1 : 0);
        json.writeEndObject();
    }
}
