package org.tresnet4j.spark.shard;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.SequenceFile;
import org.tresnet4j.runner.spi.TaskException;

/**
 * Packs a split in COCO's format: sequence files with a record for each image (its id; its file's bytes and its
 * annotations), and the annotation file with each {@code file_name} become the record's place, {@link ShardPath}. Masks
 * stay in the annotation file alone.
 */
public final class ShardWriter {

    /** The annotation file of a packed split. */
    public static final String ANNOTATIONS = "annotations.json";

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final ObjectMapper JSON = new ObjectMapper(FACTORY);
    private static final String IMAGES = "images";
    private static final String OBJECTS = "annotations";
    private static final String FILE_NAME = "file_name";
    private static final List<String> WRITTEN = List.of("id", "category_id", "bbox", "area", "iscrowd");

    private final Path annotations;
    private final Path images;
    private final Path folder;
    private final int shards;

    private ShardWriter(Path annotations, Path images, Path folder, int shards) {
        this.annotations = annotations;
        this.images = images;
        this.folder = folder;
        this.shards = shards;
    }

    /** An image of the annotation file. */
    private record Image(long id, String file) {}

    /**
     * Packs.
     *
     * @param annotations a file in COCO's format
     * @param images the folder that its {@code file_name}s are relative to
     * @param folder made if it is not there
     * @param shards at least 1; images go to them in turn
     * @return the number of images
     * @throws TaskException if the annotations are not COCO's, or an image is missing
     */
    public static int write(Path annotations, Path images, Path folder, int shards) {
        try {
            Files.createDirectories(folder);
            return new ShardWriter(annotations, images, folder, shards).write();
        } catch (IOException e) {
            throw new TaskException(folder + ": cannot be packed from " + annotations + " (" + e.getMessage() + ")", e);
        }
    }

    private int write() throws IOException {
        List<Image> all = new ArrayList<>();
        Map<Long, StringBuilder> objects = new HashMap<>();
        read(all, objects);
        if (all.isEmpty()) {
            throw new TaskException(annotations + ": lists no images; an annotation file in COCO's format is wanted");
        }
        rewrite(pack(all, objects));
        return all.size();
    }

    private void read(List<Image> all, Map<Long, StringBuilder> objects) throws IOException {
        try (JsonParser parser = JSON.createParser(annotations.toFile())) {
            requireToken(parser, JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String section = parser.currentName();
                parser.nextToken();
                switch (section) {
                    case IMAGES -> records(parser, image -> all.add(image(image)));
                    case OBJECTS ->
                        records(parser, object -> {
                            StringBuilder list = objects.computeIfAbsent(
                                    object.path("image_id").longValue(), id -> new StringBuilder());
                            list.append(list.isEmpty() ? "" : ",")
                                    .append(object.retain(WRITTEN).toString());
                        });
                    default -> parser.skipChildren();
                }
            }
        }
    }

    @FunctionalInterface
    private interface RecordConsumer {
        void accept(ObjectNode json) throws IOException;
    }

    private static void records(JsonParser parser, RecordConsumer consumer) throws IOException {
        requireToken(parser, JsonToken.START_ARRAY);
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            consumer.accept(JSON.readTree(parser));
        }
    }

    private static void requireToken(JsonParser parser, JsonToken token) throws IOException {
        JsonToken found = parser.currentToken() == null ? parser.nextToken() : parser.currentToken();
        if (found != token) {
            throw new IOException("not in COCO's format: " + found + " where " + token + " is wanted, line "
                    + parser.currentLocation().getLineNr());
        }
    }

    private Image image(ObjectNode json) {
        if (!json.path("id").isIntegralNumber() || !json.path(FILE_NAME).isTextual()) {
            throw new TaskException(annotations + ": an image has no id or no " + FILE_NAME + ": " + json);
        }
        return new Image(json.get("id").longValue(), json.get(FILE_NAME).textValue());
    }

    /** Returns the places by image id. */
    private Map<Long, String> pack(List<Image> all, Map<Long, StringBuilder> objects) throws IOException {
        Configuration configuration = new Configuration();
        FileSystem local = FileSystem.getLocal(configuration);
        // records have checksums of their own
        local.setWriteChecksum(false);
        List<SequenceFile.Writer> writers = new ArrayList<>();
        Map<Long, String> places = new LinkedHashMap<>();
        try {
            for (int shard = 0; shard < shards; shard++) {
                writers.add(SequenceFile.createWriter(
                        configuration,
                        SequenceFile.Writer.file(new org.apache.hadoop.fs.Path(
                                folder.resolve(ShardPath.name(shard)).toUri())),
                        SequenceFile.Writer.keyClass(LongWritable.class),
                        SequenceFile.Writer.valueClass(ShardRecord.class),
                        // pictures hardly compress
                        SequenceFile.Writer.compression(SequenceFile.CompressionType.NONE)));
            }
            for (int n = 0; n < all.size(); n++) {
                Image image = all.get(n);
                int shard = n % shards;
                SequenceFile.Writer writer = writers.get(shard);
                places.put(image.id(), ShardPath.name(shard) + "/" + writer.getLength());
                writer.append(
                        new LongWritable(image.id()),
                        new ShardRecord(
                                bytes(images.resolve(image.file())),
                                "[" + objects.getOrDefault(image.id(), new StringBuilder()) + "]"));
            }
        } finally {
            for (SequenceFile.Writer writer : writers) {
                writer.close();
            }
        }
        return places;
    }

    private byte[] bytes(Path image) throws IOException {
        try {
            return Files.readAllBytes(image);
        } catch (NoSuchFileException e) {
            throw new TaskException(
                    image + ": does not exist, but " + annotations + " lists it; 'tresnet data check' finds all such",
                    e);
        }
    }

    private void rewrite(Map<Long, String> places) throws IOException {
        Path file = folder.resolve(ANNOTATIONS);
        try (JsonParser parser = JSON.createParser(annotations.toFile());
                OutputStream out = Files.newOutputStream(file);
                JsonGenerator json = JSON.createGenerator(out, JsonEncoding.UTF8)) {
            parser.nextToken();
            json.writeStartObject();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String section = parser.currentName();
                json.writeFieldName(section);
                parser.nextToken();
                if (section.equals(IMAGES)) {
                    json.writeStartArray();
                    records(parser, image -> {
                        image.put(FILE_NAME, places.get(image.get("id").longValue()));
                        json.writeTree(image);
                    });
                    json.writeEndArray();
                } else {
                    json.copyCurrentStructure(parser);
                }
            }
            json.writeEndObject();
        }
    }
}
