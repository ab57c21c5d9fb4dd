package org.tresnet4j.runner.config;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Writes configuration records as YAML that reads back equal, with every default filled in. */
final class YamlWriter {

    private static final YAMLFactory YAML = YAMLFactory.builder()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .disable(YAMLGenerator.Feature.SPLIT_LINES)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
            .build();

    private YamlWriter() {}

    /** One document of the components of all records. */
    static String write(List<Record> records) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = YAML.createGenerator(text)) {
            out.writeStartObject();
            for (Record section : records) {
                components(out, section);
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void components(JsonGenerator out, Record section) throws IOException {
        RecordSchema<? extends Record> schema = RecordSchema.of(section.getClass());
        Map<String, String> siblings = new HashMap<>();
        for (KeySchema key : schema.keys()) {
            Object value = schema.valueOf(section, key);
            siblings.put(key.name(), Values.text(value));
            boolean applies = key.condition().map(c -> c.holds(siblings)).orElse(true);
            if (applies && !(value instanceof Optional<?> optional && optional.isEmpty())) {
                out.writeFieldName(key.name());
                value(out, value);
            }
        }
    }

    private static void value(JsonGenerator out, Object value) throws IOException {
        if (value instanceof Optional<?> optional) {
            value(out, optional.orElseThrow());
        } else if (value instanceof Record section) {
            out.writeStartObject();
            components(out, section);
            out.writeEndObject();
        } else if (value instanceof List<?> list) {
            out.writeStartArray();
            for (Object item : list) {
                value(out, item);
            }
            out.writeEndArray();
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof Number) {
            out.writeNumber(Values.text(value));
        } else {
            out.writeString(Values.text(value));
        }
    }
}
