package org.tresnet4j.runner.spi;

import java.nio.file.Path;

/**
 * A picture for the report.
 *
 * @param file PNG or JPEG
 * @param caption one line of plain text
 */
public record Picture(Path file, String caption) {}
