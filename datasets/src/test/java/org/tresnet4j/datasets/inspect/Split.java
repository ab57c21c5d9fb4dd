package org.tresnet4j.datasets.inspect;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tresnet4j.datasets.Pictures;
import org.tresnet4j.datasets.coco.CocoPolicy;
import org.tresnet4j.datasets.coco.CocoSplit;

/** A small split in COCO's format, written as its test wants it: pictures of 40×30, the categories 7 (dog) and 2 (cat). */
final class Split {

    private final Path folder;
    private final String name;
    private final List<String> images = new ArrayList<>();
    private final List<String> annotations = new ArrayList<>();
    private String categories = "{\"id\": 7, \"name\": \"dog\"}, {\"id\": 2, \"name\": \"cat\"}";
    private CocoPolicy policy = CocoPolicy.defaults();

    Split(Path folder, String name) {
        this.folder = folder;
        this.name = name;
    }

    /** An image with a picture. */
    Split picture(int id, String file) throws IOException {
        Pictures.write(Pictures.plain(40, 30, Color.ORANGE), folder.resolve(file));
        return image(id, file);
    }

    /** An image without. */
    Split image(int id, String file) {
        return imageRecord("\"id\": %d, \"file_name\": \"%s\", \"width\": 40, \"height\": 30".formatted(id, file));
    }

    Split imageRecord(String fields) {
        images.add("{" + fields + "}");
        return this;
    }

    Split box(int id, int image, int category, String bbox) {
        return annotationRecord("\"id\": %d, \"image_id\": %d, \"category_id\": %d, \"bbox\": [%s]"
                .formatted(id, image, category, bbox));
    }

    Split annotationRecord(String fields) {
        annotations.add("{" + fields + "}");
        return this;
    }

    Split categories(String records) {
        categories = records;
        return this;
    }

    Split policy(CocoPolicy choice) {
        policy = choice;
        return this;
    }

    CocoSplit write() throws IOException {
        Path file = Files.writeString(
                folder.resolve(name + ".json"),
                "{\"images\": [%s],\n\"annotations\": [%s],\n\"categories\": [%s]}"
                        .formatted(String.join(",\n", images), String.join(",\n", annotations), categories));
        return new CocoSplit(name, file, folder, policy);
    }
}
