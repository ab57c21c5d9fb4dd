package org.tresnet4j.detection.eval;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.tresnet4j.datasets.DatasetException;

/** Files of detections in COCO's form: a list of image_id, category_id, bbox [x,y,w,h] and score. */
public final class CocoResults {

    private CocoResults() {}

    /**
     * Reads a file. A record that names its picture ({@code file_name}) is of the image with that file, whatever its
     * {@code image_id}: who finds objects in a folder of pictures does not know their ids.
     *
     * @param truth whose images the detections have to be in
     * @throws DatasetException if it cannot be read, or a record is incomplete or of another image; the message names it
     */
    public static List<DetectedObject> read(Path file, CocoGroundTruth truth) {
        Set<Long> images = Set.copyOf(truth.imageIds());
        List<DetectedObject> detections = new ArrayList<>();
        try (JsonParser parser = CocoJson.open(file)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                throw new DatasetException(
                        file + ": not a file of COCO results; it has to be a JSON list of detections");
            }
            CocoJson.records(file, "detections", parser, r -> {
                long image = image(r, truth);
                if (!images.contains(image)) {
                    throw unknown(r, "image " + image);
                }
                detections.add(detection(image, r));
            });
        } catch (IOException e) {
            throw new DatasetException(file + ": cannot be read (" + e.getMessage() + ")", e);
        }
        return detections;
    }

    /** By the file that is named, if the ground truth names files; the id tells apart those of one name. */
    private static long image(CocoJson.Record r, CocoGroundTruth truth) {
        if (r.file().isEmpty() || truth.imagesOfFile().isEmpty()) {
            return r.id("image_id");
        }
        List<Long> ofFile = truth.imagesOfFile().get(r.file().get());
        if (ofFile.size() == 1) {
            return ofFile.get(0);
        }
        if (!ofFile.contains(r.id("image_id"))) {
            throw unknown(r, "image " + r.file().get());
        }
        return r.id("image_id");
    }

    private static DatasetException unknown(CocoJson.Record r, String image) {
        return new DatasetException(r.place() + " is in " + image
                + ", which the ground truth does not list: are these detections of another split?");
    }

    private static DetectedObject detection(long image, CocoJson.Record r) {
        double[] box = r.box();
        return new DetectedObject(image, r.id("category_id"), box[0], box[1], box[2], box[3], r.number("score"));
    }
}
