package org.tresnet4j.datasets.coco;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The fields of one record under the parser, checked for their type. A complaint names the record by its id if that has
 * been read, else by its place: ids come last in COCO's own files.
 */
final class RecordFields {

    private final JsonParser parser;
    private final Path file;
    private final String section;
    private final String noun;
    private int place = -1;
    private boolean identified;
    private long id;

    RecordFields(JsonParser parser, Path file, String section, String noun) {
        this.parser = parser;
        this.file = file;
        this.section = section;
        this.noun = noun;
    }

    /** The parser must stand on the start of a record, the next in its section. */
    void begin() throws IOException {
        place++;
        identified = false;
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            throw fail("is " + found() + ", expected a record {…}");
        }
    }

    /** Moves to the value of the record's next field; null after the last. */
    String next() throws IOException {
        JsonToken token = parser.nextToken();
        if (token == JsonToken.END_OBJECT) {
            return null;
        }
        String name = parser.currentName();
        parser.nextToken();
        return name;
    }

    int place() {
        return place;
    }

    boolean isNull() {
        return parser.hasToken(JsonToken.VALUE_NULL);
    }

    void skip() throws IOException {
        parser.skipChildren();
    }

    long identity() throws IOException {
        id = integer("id", Long.MIN_VALUE, Long.MAX_VALUE);
        identified = true;
        return id;
    }

    boolean identified() {
        return identified;
    }

    long integer(String field, long least, long most) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
            throw wrongType(field, "an integer");
        }
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw fail(field + " " + parser.getText() + " is too large");
        }
        long value = parser.getLongValue();
        if (value < least || value > most) {
            throw fail(field + " is " + value + ", expected " + least + " to " + most);
        }
        return value;
    }

    double number(String field) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null || !token.isNumeric()) {
            throw wrongType(field, "a number");
        }
        double value = parser.getDoubleValue();
        if (!Double.isFinite(value)) {
            throw fail(field + " " + parser.getText() + " is too large");
        }
        return value;
    }

    String text(String field) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            throw wrongType(field, "a string");
        }
        return parser.getText();
    }

    /** 0, 1, false or true. */
    boolean flag(String field) throws IOException {
        if (parser.currentToken().isBoolean()) {
            return parser.getBooleanValue();
        }
        return integer(field, 0, 1) == 1;
    }

    /** Exactly as many numbers as the target holds. */
    void numbers(String field, double[] target) throws IOException {
        if (!parser.hasToken(JsonToken.START_ARRAY)) {
            throw wrongType(field, "a list of " + target.length + " numbers");
        }
        int count = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (count == target.length) {
                throw fail(field + " has more than " + target.length + " numbers");
            }
            target[count] = number(field + "[" + count + "]");
            count++;
        }
        if (count < target.length) {
            throw fail(field + " has " + count + " numbers, expected " + target.length);
        }
    }

    CocoException missing(String field) {
        return fail(field + " is missing");
    }

    private CocoException wrongType(String field, String expected) {
        return fail(field + " is " + found() + ", expected " + expected);
    }

    CocoException fail(String problem) {
        String record = identified ? noun + " " + id : section + "[" + place + "]";
        return new CocoException(
                file,
                record + ": " + problem + " (line "
                        + parser.currentTokenLocation().getLineNr() + ", column "
                        + parser.currentTokenLocation().getColumnNr() + ")");
    }

    private String found() {
        JsonToken token = parser.currentToken();
        return token == null
                ? "cut off"
                : switch (token) {
                    case VALUE_STRING -> "a string";
                    case VALUE_NUMBER_INT -> "an integer";
                    case VALUE_NUMBER_FLOAT -> "a decimal number";
                    case VALUE_TRUE, VALUE_FALSE -> "a boolean";
                    case VALUE_NULL -> "null";
                    case START_ARRAY -> "a list";
                    default -> "a record";
                };
    }
}
