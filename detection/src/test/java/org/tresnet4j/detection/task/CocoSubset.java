package org.tresnet4j.detection.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** An annotation file of the first images of another, of those that have objects. */
final class CocoSubset {

    private CocoSubset() {}

    static void write(Path all, int count, Path target) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode file = (ObjectNode) mapper.readTree(all.toFile());
        Set<Long> withObjects = new HashSet<>();
        file.get("annotations").forEach(a -> withObjects.add(a.get("image_id").asLong()));
        Set<Long> chosen = new HashSet<>();
        ArrayNode images = mapper.createArrayNode();
        for (JsonNode image : file.get("images")) {
            if (chosen.size() < count && withObjects.contains(image.get("id").asLong())) {
                chosen.add(image.get("id").asLong());
                images.add(image);
            }
        }
        ArrayNode annotations = mapper.createArrayNode();
        file.get("annotations").forEach(a -> {
            if (chosen.contains(a.get("image_id").asLong())) {
                annotations.add(a);
            }
        });
        file.set("images", images);
        file.set("annotations", annotations);
        Files.createDirectories(target.getParent());
        mapper.writeValue(target.toFile(), file);
    }
}
