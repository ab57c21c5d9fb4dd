package org.tresnet4j.detection.eval;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.tresnet4j.datasets.DatasetException;

/** Reads the records of COCO's files one by one: only numbers, boxes and file names, so that masks cost no memory. */
final class CocoJson {

    private static final JsonFactory FACTORY = new JsonFactory();
    private static final String BOX = "bbox";
    private static final String FILE = "file_name";
    private static final int SIDES = 4;

    private CocoJson() {}

    static JsonParser open(Path file) throws IOException {
        return FACTORY.createParser(file.toFile());
    }

    /** A record's numbers by name, its box and its file. */
    static final class Record {

        private final String place;
        private final Map<String, Double> numbers = new HashMap<>();
        private final Map<String, Long> integers = new HashMap<>();
        private double[] box;
        private String file;

        private Record(String place) {
            this.place = place;
        }

        /** For messages: the file and the record's index. */
        String place() {
            return place;
        }

        double number(String name) {
            Double value = numbers.get(name);
            if (value == null) {
                throw new DatasetException(place + " has no number '" + name + "'");
            }
            return value;
        }

        double numberOr(String name, double absent) {
            return numbers.getOrDefault(name, absent);
        }

        long id(String name) {
            Long value = integers.get(name);
            if (value == null) {
                throw new DatasetException(place + " has no integer '" + name + "'");
            }
            return value;
        }

        /** The last part of the path. */
        Optional<String> file() {
            return Optional.ofNullable(file).map(name -> name.substring(name.lastIndexOf('/') + 1));
        }

        double[] box() {
            if (box == null) {
                throw new DatasetException(place + " has no '" + BOX + "' of four numbers [x, y, width, height]");
            }
            return box;
        }
    }

    /** Hands on each record of the list that the parser is at. */
    static void records(Path file, String section, JsonParser parser, Consumer<Record> consumer) throws IOException {
        int index = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.START_OBJECT) {
                throw new DatasetException(file + ": " + section + "[" + index + "] is not a JSON object");
            }
            consumer.accept(record(file + ": " + section + "[" + index + "]", parser));
            index++;
        }
    }

    private static Record record(String place, JsonParser parser) throws IOException {
        Record record = new Record(place);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            if (value.isNumeric()) {
                record.numbers.put(name, finite(place, name, parser));
                if (value == JsonToken.VALUE_NUMBER_INT) {
                    record.integers.put(name, parser.getLongValue());
                }
            } else if (name.equals(BOX) && value == JsonToken.START_ARRAY) {
                record.box = box(parser);
            } else if (name.equals(FILE) && value == JsonToken.VALUE_STRING) {
                record.file = parser.getText();
            } else if (value.isBoolean()) {
                record.numbers.put(name, value == JsonToken.VALUE_TRUE ? 1.0 : 0.0);
            } else {
                parser.skipChildren();
            }
        }
        return record;
    }

    private static double finite(String place, String name, JsonParser parser) throws IOException {
        double value = parser.getDoubleValue();
        if (Double.isInfinite(value)) {
            throw new DatasetException(place + ": " + name + " is " + parser.getText() + ", which is no finite number");
        }
        return value;
    }

    /** Null unless there are four numbers. */
    private static double[] box(JsonParser parser) throws IOException {
        double[] box = new double[SIDES];
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (count < SIDES && parser.currentToken().isNumeric()) {
                box[count] = parser.getDoubleValue();
            }
            count += parser.currentToken().isNumeric() ? 1 : SIDES + 1;
            parser.skipChildren();
        }
        return count == SIDES ? box : null;
    }
}
