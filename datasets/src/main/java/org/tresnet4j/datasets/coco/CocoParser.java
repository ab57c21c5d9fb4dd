package org.tresnet4j.datasets.coco;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.tresnet4j.datasets.annotation.Category;

/** Streams a COCO file into {@link CocoTables}, once from front to back; what is not needed is passed over unread. */
final class CocoParser {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final Set<String> SECTIONS = Set.of("images", "annotations", "categories");

    private final Path file;
    private final Consumer<CocoException> onMalformed;
    private final CocoTables tables = new CocoTables();

    private CocoParser(Path file, Consumer<CocoException> onMalformed) {
        this.file = file;
        this.onMalformed = onMalformed;
    }

    /**
     * @throws CocoException if the file cannot be read, is no JSON, is no COCO, or holds a record of the wrong form
     */
    static CocoTables parse(Path file) {
        return parse(file, malformed -> {
            throw malformed;
        });
    }

    /**
     * @param onMalformed takes a record of the wrong form, which is then left out
     * @throws CocoException if the file cannot be read, is no JSON, or is no COCO
     */
    static CocoTables parse(Path file, Consumer<CocoException> onMalformed) {
        if (Files.isDirectory(file)) {
            throw new CocoException(file, "is a folder, expected a COCO annotation file");
        }
        CocoParser coco = new CocoParser(file, onMalformed);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
                JsonParser json = new JsonFactory().createParser(in)) {
            coco.document(json);
        } catch (NoSuchFileException e) {
            throw new CocoException(file, "does not exist", e);
        } catch (JsonProcessingException e) {
            throw new CocoException(
                    file,
                    "is not JSON: " + e.getOriginalMessage().strip() + " (line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")",
                    e);
        } catch (IOException e) {
            throw new CocoException(file, "cannot be read: " + e, e);
        }
        return coco.tables;
    }

    private void document(JsonParser json) throws IOException {
        JsonToken first = json.nextToken();
        if (first == null) {
            throw new CocoException(file, "is empty");
        }
        if (first == JsonToken.START_ARRAY) {
            throw notCoco("it is a list (of detection results?)");
        }
        if (first != JsonToken.START_OBJECT) {
            throw notCoco("it is a single value");
        }
        Set<String> seen = new LinkedHashSet<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String section = json.currentName();
            json.nextToken();
            if (SECTIONS.contains(section)) {
                if (!seen.add(section)) {
                    throw notCoco("\"" + section + "\" occurs twice");
                }
                section(json, section);
            } else {
                json.skipChildren();
            }
        }
        for (String section : new String[] {"images", "annotations", "categories"}) {
            if (!seen.contains(section)) {
                throw notCoco("\"" + section + "\" is missing");
            }
        }
    }

    private CocoException notCoco(String why) {
        return new CocoException(
                file, "is not a COCO annotation file with \"images\", \"annotations\" and \"categories\": " + why);
    }

    private void section(JsonParser json, String section) throws IOException {
        if (!json.hasToken(JsonToken.START_ARRAY)) {
            throw notCoco("\"" + section + "\" is not a list");
        }
        String noun = section.equals("categories") ? "category" : section.substring(0, section.length() - 1);
        RecordFields fields = new RecordFields(json, file, section, noun);
        int depth = json.getParsingContext().getNestingDepth();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            try {
                record(fields, section);
            } catch (CocoException malformed) {
                onMalformed.accept(malformed);
                leave(json, depth);
            }
        }
    }

    private void record(RecordFields fields, String section) throws IOException {
        fields.begin();
        switch (section) {
            case "images" -> image(fields);
            case "categories" -> category(fields);
            default -> annotation(fields);
        }
    }

    /** Passes over what is left of a record, so that the next token begins another or ends the section. */
    private static void leave(JsonParser json, int sectionDepth) throws IOException {
        json.skipChildren();
        while (json.getParsingContext().getNestingDepth() > sectionDepth) {
            json.nextToken();
        }
    }

    private void image(RecordFields fields) throws IOException {
        long id = 0;
        String fileName = null;
        int width = CocoTables.NO_SIZE;
        int height = CocoTables.NO_SIZE;
        for (String field = fields.next(); field != null; field = fields.next()) {
            switch (field) {
                case "id" -> id = fields.identity();
                case "file_name" -> fileName = fields.text(field);
                case "width" -> width = side(fields, field);
                case "height" -> height = side(fields, field);
                default -> fields.skip();
            }
        }
        if (!fields.identified()) {
            throw fields.missing("id");
        }
        if (fileName == null) {
            throw fields.missing("file_name");
        }
        tables.images().add(new CocoTables.ImageRow(id, fileName, width, height));
    }

    private static int side(RecordFields fields, String field) throws IOException {
        return fields.isNull() ? CocoTables.NO_SIZE : (int) fields.integer(field, 1, Integer.MAX_VALUE);
    }

    private void category(RecordFields fields) throws IOException {
        long id = 0;
        String name = null;
        for (String field = fields.next(); field != null; field = fields.next()) {
            switch (field) {
                case "id" -> id = fields.identity();
                case "name" -> name = fields.text(field);
                default -> fields.skip();
            }
        }
        if (!fields.identified()) {
            throw fields.missing("id");
        }
        if (name == null) {
            throw fields.missing("name");
        }
        if (id != (int) id) {
            throw fields.fail("id is beyond 32 bits");
        }
        tables.categories().add(new Category((int) id, name));
    }

    private void annotation(RecordFields fields) throws IOException {
        // without an id of its own it gets one that no file uses and that still tells where it stands
        long id = -(fields.place() + 1L);
        Long imageId = null;
        Integer categoryId = null;
        double[] box = null;
        double area = AnnotationColumns.NO_AREA;
        boolean crowd = false;
        for (String field = fields.next(); field != null; field = fields.next()) {
            switch (field) {
                case "id" -> id = fields.identity();
                case "image_id" -> imageId = fields.integer(field, Long.MIN_VALUE, Long.MAX_VALUE);
                case "category_id" -> categoryId = (int) fields.integer(field, Integer.MIN_VALUE, Integer.MAX_VALUE);
                case "bbox" -> {
                    box = new double[4];
                    fields.numbers(field, box);
                }
                case "area" -> area = area(fields, field);
                case "iscrowd" -> crowd = !fields.isNull() && fields.flag(field);
                default -> fields.skip();
            }
        }
        if (imageId == null) {
            throw fields.missing("image_id");
        }
        if (categoryId == null) {
            throw fields.missing("category_id");
        }
        if (box == null) {
            throw fields.missing("bbox");
        }
        tables.annotations().add(id, imageId, categoryId, box, area, crowd);
    }

    private static double area(RecordFields fields, String field) throws IOException {
        if (fields.isNull()) {
            return AnnotationColumns.NO_AREA;
        }
        double area = fields.number(field);
        if (area < 0) {
            throw fields.fail(field + " is negative: " + area);
        }
        return area;
    }
}
