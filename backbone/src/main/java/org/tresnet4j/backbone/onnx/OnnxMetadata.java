package org.tresnet4j.backbone.onnx;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * What a model says about itself ({@code metadata_props}).
 *
 * @param task e.g. {@code multilabel}
 * @param classes names in index order
 * @param preprocessing from a picture to the input, in words
 * @param codeVersion of tresnet4j
 * @param more of the task's own
 */
public record OnnxMetadata(
        String task, List<String> classes, String preprocessing, String codeVersion, Map<String, String> more) {

    private static final JsonFactory JSON = new JsonFactory();

    public OnnxMetadata {
        classes = List.copyOf(classes);
        more = ImmutableMap.copyOf(more);
    }

    /** The same with a property more. */
    public OnnxMetadata with(String key, Object value) {
        Map<String, String> all = ImmutableMap.<String, String>builder()
                .putAll(more)
                .put(key, value.toString())
                .build();
        return new OnnxMetadata(task, classes, preprocessing, codeVersion, all);
    }

    /** Keys and values as the file has them; the classes are an array in JSON. */
    Map<String, String> properties() {
        return ImmutableMap.<String, String>builder()
                .put("task", task)
                .put("classes", json(classes))
                .put("preprocessing", preprocessing)
                .put("code_version", codeVersion)
                .putAll(more)
                .build();
    }

    private static String json(List<String> names) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeArray(names.toArray(String[]::new), 0, names.size());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
