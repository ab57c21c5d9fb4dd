package org.tresnet4j.datasets.inspect;

/**
 * A problem at its place.
 *
 * @param record e.g. {@code annotation 7}; empty if it concerns the whole file
 * @param detail what is wrong with it
 */
public record Finding(Problem problem, String record, String detail) {

    @Override
    public String toString() {
        return record.isEmpty() ? detail : record + ": " + detail;
    }
}
