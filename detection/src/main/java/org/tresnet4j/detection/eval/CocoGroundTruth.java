package org.tresnet4j.detection.eval;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.common.collect.ImmutableListMultimap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tresnet4j.datasets.DatasetException;

/**
 * A COCO annotation file as it is: nothing is mended or dropped, as pycocotools has it.
 *
 * @param imageIds of all images
 * @param categoryIds of all categories
 * @param objects in the order of the file
 * @param imagesOfFile images' ids by the names of their files, without folders
 */
public record CocoGroundTruth(
        List<Long> imageIds,
        List<Long> categoryIds,
        List<GroundTruth> objects,
        ImmutableListMultimap<String, Long> imagesOfFile) {

    public CocoGroundTruth {
        imageIds = List.copyOf(imageIds);
        categoryIds = List.copyOf(categoryIds);
        objects = List.copyOf(objects);
    }

    /** Of images whose files have no names. */
    public CocoGroundTruth(List<Long> imageIds, List<Long> categoryIds, List<GroundTruth> objects) {
        this(imageIds, categoryIds, objects, ImmutableListMultimap.of());
    }

    /**
     * Reads a file.
     *
     * @throws DatasetException if it cannot be read or is no annotation file; the message names the record
     */
    public static CocoGroundTruth read(Path file) {
        List<Long> images = new ArrayList<>();
        List<Long> categories = new ArrayList<>();
        List<GroundTruth> objects = new ArrayList<>();
        ImmutableListMultimap.Builder<String, Long> files = ImmutableListMultimap.builder();
        try (JsonParser parser = CocoJson.open(file)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new DatasetException(
                        file + ": not a COCO annotation file; it has to be a JSON object with images,"
                                + " annotations and categories");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String section = parser.currentName();
                parser.nextToken();
                switch (section) {
                    case "images" ->
                        CocoJson.records(file, section, parser, r -> {
                            images.add(r.id("id"));
                            r.file().ifPresent(name -> files.put(name, r.id("id")));
                        });
                    case "categories" -> CocoJson.records(file, section, parser, r -> categories.add(r.id("id")));
                    case "annotations" -> CocoJson.records(file, section, parser, r -> objects.add(object(r)));
                    default -> parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new DatasetException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
        if (images.isEmpty() || categories.isEmpty()) {
            throw new DatasetException(file + ": lists " + images.size() + " images and " + categories.size()
                    + " categories; a COCO annotation file has both");
        }
        return new CocoGroundTruth(images, categories, objects, files.build());
    }

    private static GroundTruth object(CocoJson.Record r) {
        double[] box = r.box();
        return new GroundTruth(
                r.id("image_id"),
                r.id("category_id"),
                box[0],
                box[1],
                box[2],
                box[3],
                r.numberOr("area", box[2] * box[3]),
                r.numberOr("iscrowd", 0) != 0);
    }
}
