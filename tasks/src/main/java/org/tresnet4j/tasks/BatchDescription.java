package org.tresnet4j.tasks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.Box;

/**
 * A batch without its pixels, as text for another process: about a hundred bytes for each image and for each of its
 * annotations.
 *
 * @param epoch that it is of
 * @param images in their order
 */
record BatchDescription(int epoch, List<Example> images) {

    private static final ObjectMapper JSON = new ObjectMapper();

    BatchDescription {
        images = List.copyOf(images);
    }

    /**
     * An image of the batch.
     *
     * @param number its place in the split, which chance knows it by
     * @param image with a file relative to the root where it lies there
     */
    record Example(int number, AnnotatedImage image) {}

    /**
     * Of images of a split.
     *
     * @param numbers places in the list
     */
    static BatchDescription of(Path root, List<AnnotatedImage> images, int epoch, int[] numbers) {
        List<Example> examples = new ArrayList<>();
        for (int number : numbers) {
            AnnotatedImage image = images.get(number);
            Path file = image.file().startsWith(root)
                    ? root.relativize(image.file())
                    : image.file().toAbsolutePath();
            examples.add(new Example(
                    number, new AnnotatedImage(image.id(), file, image.width(), image.height(), image.annotations())));
        }
        return new BatchDescription(epoch, examples);
    }

    List<AnnotatedImage> annotatedImages() {
        return images.stream().map(Example::image).toList();
    }

    /** Read back by {@link #parse}. */
    String text() {
        ObjectNode json = JSON.createObjectNode().put("epoch", epoch);
        ArrayNode list = json.putArray("images");
        for (Example example : images) {
            AnnotatedImage image = example.image();
            ArrayNode fields = list.addArray()
                    .add(example.number())
                    .add(image.id())
                    .add(image.file().toString())
                    .add(image.width())
                    .add(image.height());
            ArrayNode annotations = fields.addArray();
            image.annotations().forEach(annotation -> add(annotations.addArray(), annotation));
        }
        return json.toString();
    }

    private static void add(ArrayNode fields, Annotation annotation) {
        Box box = annotation.box();
        fields.add(annotation.id())
                .add(annotation.classIndex())
                .add(box.x1())
                .add(box.y1())
                .add(box.x2())
                .add(box.y2())
                .add(annotation.area())
                .add(annotation.crowd());
    }

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    static BatchDescription parse(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            List<Example> images = new ArrayList<>();
            for (JsonNode fields : json.required("images")) {
                images.add(example(fields));
            }
            return new BatchDescription(json.required("epoch").intValue(), images);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not the description of a batch: " + e.getOriginalMessage(), e);
        }
    }

    private static Example example(JsonNode fields) {
        List<Annotation> annotations = new ArrayList<>();
        fields.required(5).forEach(annotation -> annotations.add(annotation(annotation)));
        return new Example(
                fields.required(0).intValue(),
                new AnnotatedImage(
                        fields.required(1).longValue(),
                        Path.of(fields.required(2).textValue()),
                        fields.required(3).intValue(),
                        fields.required(4).intValue(),
                        annotations));
    }

    private static Annotation annotation(JsonNode fields) {
        Box box = new Box(
                fields.required(2).doubleValue(),
                fields.required(3).doubleValue(),
                fields.required(4).doubleValue(),
                fields.required(5).doubleValue());
        return new Annotation(
                fields.required(0).longValue(),
                fields.required(1).intValue(),
                box,
                fields.required(6).doubleValue(),
                fields.required(7).booleanValue());
    }
}
