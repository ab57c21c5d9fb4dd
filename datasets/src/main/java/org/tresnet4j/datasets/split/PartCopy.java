package org.tresnet4j.datasets.split;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Copies an annotation file without some of its records. Everything else stays as it is, what no reader here knows of, too;
 * numbers keep their digits. The file is streamed.
 */
final class PartCopy {

    private static final JsonFactory JSON = new JsonFactory();

    private final Map<String, IntPredicate> kept;

    /** @param kept which places of a section stay, by its name; sections not named stay whole */
    PartCopy(Map<String, IntPredicate> kept) {
        this.kept = kept;
    }

    /**
     * Writes the whole file or none.
     *
     * @param source is known to be a COCO file
     * @throws UncheckedIOException if reading or writing fails
     */
    void write(Path source, Path file) {
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(source));
                    JsonParser json = JSON.createParser(in);
                    OutputStream out = Files.newOutputStream(unfinished);
                    JsonGenerator copy = JSON.createGenerator(out, JsonEncoding.UTF8)) {
                document(json, copy);
            }
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": cannot be written: " + e, e);
        }
    }

    private void document(JsonParser json, JsonGenerator copy) throws IOException {
        json.nextToken();
        copy.writeStartObject();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String section = json.currentName();
            copy.writeFieldName(section);
            json.nextToken();
            if (kept.containsKey(section)) {
                records(json, copy, kept.get(section));
            } else {
                copy.copyCurrentStructureExact(json);
            }
        }
        copy.writeEndObject();
    }

    private static void records(JsonParser json, JsonGenerator copy, IntPredicate stays) throws IOException {
        copy.writeStartArray();
        for (int place = 0; json.nextToken() != JsonToken.END_ARRAY; place++) {
            if (stays.test(place)) {
                copy.copyCurrentStructureExact(json);
            } else {
                json.skipChildren();
            }
        }
        copy.writeEndArray();
    }
}
