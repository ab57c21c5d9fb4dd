package org.tresnet4j.runner.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/** Reads YAML into {@link Node}s, keeping the line of every key. Scalars stay text: their type is the record's. */
final class YamlReader {

    private static final YAMLFactory YAML = new YAMLFactory();

    private final IntFunction<Origin> places;
    private final Faults faults;

    private YamlReader(IntFunction<Origin> places, Faults faults) {
        this.places = places;
        this.faults = faults;
    }

    YamlReader(String source, Faults faults) {
        this(line -> new Origin(source, line), faults);
    }

    /** For a text of one line, which is no line of a file. */
    static YamlReader ofLine(Origin origin, Faults faults) {
        return new YamlReader(line -> origin, faults);
    }

    /**
     * Reads a document whose top level is a section.
     *
     * @throws ConfigException when it is not YAML, or the top level is not a section
     */
    Node.Section document(String yaml) {
        Node node = value(yaml);
        if (node instanceof Node.Section section) {
            return section;
        }
        if (node instanceof Node.Nothing) {
            return Node.Section.empty(node.origin());
        }
        throw Faults.single(node.origin(), "the top level must be 'key: value' lines, found " + node.describe());
    }

    Node value(String yaml) {
        try (YAMLParser parser = YAML.createParser(yaml)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                return new Node.Nothing(places.apply(1));
            }
            Node node = node(parser, first, "", origin(parser));
            if (parser.nextToken() != null) {
                throw Faults.single(origin(parser), "only one YAML document is read; remove this one ('---')");
            }
            return node;
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            int line = at == null ? 0 : at.getLineNr();
            throw Faults.single(places.apply(line), "not valid YAML: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Node node(YAMLParser parser, JsonToken token, String key, Origin origin) throws IOException {
        if (parser.isCurrentAlias()) {
            faults.add(origin, key, "aliases (*name) are not supported; write the value out");
            return new Node.Nothing(origin);
        }
        return switch (token) {
            case START_OBJECT -> section(parser, key, origin);
            case START_ARRAY -> items(parser, key, origin);
            case VALUE_NULL -> new Node.Nothing(origin);
            default -> new Node.Scalar(origin, parser.getText());
        };
    }

    private Node section(YAMLParser parser, String prefix, Origin origin) throws IOException {
        Map<String, Node> entries = new LinkedHashMap<>();
        Map<String, Origin> seen = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            Origin here = origin(parser);
            String key = prefix.isEmpty() ? name : prefix + "." + name;
            Node value = node(parser, parser.nextToken(), key, here);
            Origin earlier = seen.putIfAbsent(name, here);
            if (earlier == null) {
                entries.put(name, value);
            } else {
                faults.add(here, key, "is set twice" + first(earlier) + "; remove one");
            }
        }
        return new Node.Section(origin, entries);
    }

    private static String first(Origin earlier) {
        return earlier.line() > 0 ? ", first in line " + earlier.line() : "";
    }

    private Node items(YAMLParser parser, String key, Origin origin) throws IOException {
        List<Node> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(node(parser, token, key + "[" + items.size() + "]", origin(parser)));
        }
        return new Node.Items(origin, items);
    }

    private Origin origin(YAMLParser parser) {
        return places.apply(parser.currentTokenLocation().getLineNr());
    }
}
