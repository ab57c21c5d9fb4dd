package org.tresnet4j.benchmarks;

import org.tresnet4j.benchmarks.report.Quantity;

/**
 * One line of a table.
 *
 * @param id unique in its group, fit for a file's name
 * @param label for the reader
 * @param program that is measured
 * @param pace of its steps
 * @param quantity that a step gets done
 */
record Contender(String id, String label, Program program, Pace pace, Quantity quantity) {}
