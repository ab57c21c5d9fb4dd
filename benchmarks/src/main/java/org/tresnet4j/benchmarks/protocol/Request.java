package org.tresnet4j.benchmarks.protocol;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The suite asks for one measurement.
 *
 * @param untimed steps before it, which bring caches and clock back to what this worker needs; at least 0
 * @param timed steps, of whose times the median is wanted; at least 1
 */
public record Request(int untimed, int timed) {

    private static final Pattern LINE = Pattern.compile("measure (\\d{1,6}) (\\d{1,6})");

    /**
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Request {
        if (untimed < 0 || timed < 1) {
            throw new IllegalArgumentException(
                    "a request for " + untimed + " untimed and " + timed + " timed steps: expected at least 0 and 1");
        }
    }

    /**
     * @throws IllegalArgumentException if it is not a request; the message has the line
     */
    public static Request parse(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'" + line + "' is not a request, expected 'measure <untimed steps> <timed steps>'");
        }
        return new Request(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    public String line() {
        return "measure " + untimed + " " + timed;
    }
}
