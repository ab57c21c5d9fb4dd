package org.tresnet4j.backbone.weights;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The JSON header of a safetensors file: for each tensor its type, shape, and where its bytes lie.
 *
 * @param entries in the header's order
 * @param classes names in index order, which this project keeps in the metadata; else empty
 */
record SafetensorsHeader(List<Entry> entries, List<String> classes) {

    private static final String METADATA = "__metadata__";
    private static final String CLASSES = "classes";

    /** What loaders of other programs look for. */
    private static final String FORMAT = "format";

    private static final String PYTORCH = "pt";

    /** More than any network has; shapes beyond it are damage. */
    private static final int MOST_DIMENSIONS = 64;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    SafetensorsHeader {
        entries = List.copyOf(entries);
        classes = List.copyOf(classes);
    }

    /** A tensor: bytes {@code begin} to {@code end} behind the header. */
    record Entry(String name, ElementType type, long[] shape, long begin, long end) {}

    /** @throws IOException saying what is wrong, if it is not the JSON that the format asks for */
    static SafetensorsHeader parse(byte[] json) throws IOException {
        // other than UTF-8 may not be guessed from the first bytes
        if (json.length == 0 || json[0] != '{') {
            throw new IOException("does not begin with {");
        }
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            SafetensorsHeader header = header(parser);
            if (parser.nextToken() != null) {
                throw new IOException("goes on behind its end");
            }
            return header;
        } catch (JsonProcessingException e) {
            String place =
                    e.getLocation() == null ? "" : " at byte " + e.getLocation().getByteOffset();
            throw new IOException("is no JSON that the format allows" + place, e);
        }
    }

    private static SafetensorsHeader header(JsonParser parser) throws IOException {
        List<Entry> entries = new ArrayList<>();
        List<String> classes = List.of();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            if (name.equals(METADATA)) {
                classes = classes(parser);
            } else {
                entries.add(entry(name, parser));
            }
        }
        return new SafetensorsHeader(entries, classes);
    }

    private static List<String> classes(JsonParser parser) throws IOException {
        List<String> classes = List.of();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            expect(parser, parser.nextToken(), JsonToken.VALUE_STRING);
            if (key.equals(CLASSES)) {
                classes = names(parser.getText());
            }
        }
        return classes;
    }

    private static List<String> names(String json) throws IOException {
        List<String> names = new ArrayList<>();
        try (JsonParser parser = JSON.createParser(json)) {
            expect(parser, parser.nextToken(), JsonToken.START_ARRAY);
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                expect(parser, parser.currentToken(), JsonToken.VALUE_STRING);
                names.add(parser.getText());
            }
        }
        return names;
    }

    private static Entry entry(String name, JsonParser parser) throws IOException {
        Optional<ElementType> type = Optional.empty();
        Optional<long[]> shape = Optional.empty();
        Optional<long[]> offsets = Optional.empty();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            switch (key) {
                case "dtype" -> type = Optional.of(type(name, parser));
                case "shape" -> shape = Optional.of(numbers(parser));
                case "data_offsets" -> offsets = Optional.of(numbers(parser));
                default -> throw at(name, "has the unknown key " + PickleReader.shown(key));
            }
        }
        if (type.isEmpty()
                || shape.isEmpty()
                || offsets.filter(pair -> pair.length == 2).isEmpty()) {
            throw at(name, "lacks dtype, shape or two data_offsets");
        }
        return checked(new Entry(name, type.get(), shape.get(), offsets.get()[0], offsets.get()[1]));
    }

    private static Entry checked(Entry entry) throws IOException {
        long length;
        try {
            length = Layout.length(entry.shape());
        } catch (IllegalArgumentException e) {
            throw at(entry.name(), e.getMessage());
        }
        long bytes = entry.end() - entry.begin();
        if (bytes < 0
                || bytes % entry.type().size() != 0
                || bytes / entry.type().size() != length) {
            throw at(
                    entry.name(),
                    "has " + length + " numbers of " + entry.type().size() + " bytes, but the bytes " + entry.begin()
                            + " to " + entry.end());
        }
        return entry;
    }

    private static ElementType type(String tensor, JsonParser parser) throws IOException {
        expect(parser, parser.currentToken(), JsonToken.VALUE_STRING);
        String name = parser.getText();
        return ElementType.ofSafetensors(name)
                .orElseThrow(() -> at(tensor, "has the type " + PickleReader.shown(name) + ", which is not supported"));
    }

    private static long[] numbers(JsonParser parser) throws IOException {
        expect(parser, parser.currentToken(), JsonToken.START_ARRAY);
        List<Long> numbers = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser, parser.currentToken(), JsonToken.VALUE_NUMBER_INT);
            numbers.add(parser.getLongValue());
            if (numbers.get(numbers.size() - 1) < 0 || numbers.size() > MOST_DIMENSIONS) {
                throw new IOException("has a shape or offsets that cannot be");
            }
        }
        return numbers.stream().mapToLong(Long::longValue).toArray();
    }

    private static IOException at(String tensor, String problem) {
        return new IOException("says that tensor " + PickleReader.shown(tensor) + " " + problem);
    }

    private static void expect(JsonParser parser, JsonToken found, JsonToken wanted) throws IOException {
        if (found != wanted) {
            throw new IOException("has something else than " + wanted + " at byte "
                    + parser.currentLocation().getByteOffset());
        }
    }

    /** As JSON, padded with spaces so that what follows is aligned to 8 bytes. */
    byte[] toJson() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeObjectFieldStart(METADATA);
            json.writeStringField(FORMAT, PYTORCH);
            if (!classes.isEmpty()) {
                json.writeStringField(CLASSES, namesAsJson());
            }
            json.writeEndObject();
            for (Entry entry : entries) {
                write(entry, json);
            }
            json.writeEndObject();
        }
        while ((SafetensorsReader.PREAMBLE + bytes.size()) % Long.BYTES != 0) {
            bytes.write(' ');
        }
        return bytes.toByteArray();
    }

    private static void write(Entry entry, JsonGenerator json) throws IOException {
        json.writeObjectFieldStart(entry.name());
        json.writeStringField("dtype", entry.type().safetensorsName());
        json.writeFieldName("shape");
        json.writeArray(entry.shape(), 0, entry.shape().length);
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {entry.begin(), entry.end()}, 0, 2);
        json.writeEndObject();
    }

    private String namesAsJson() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeArray(classes.toArray(String[]::new), 0, classes.size());
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
