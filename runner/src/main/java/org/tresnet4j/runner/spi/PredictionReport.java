package org.tresnet4j.runner.spi;

import java.nio.file.Path;
import java.util.List;

/**
 * What a prediction wrote.
 *
 * @param images predicted
 * @param skipped images that could not be read, with the reason, where the policy is to skip
 * @param results the machine-readable files
 */
public record PredictionReport(int images, List<String> skipped, List<Path> results) {

    public PredictionReport {
        skipped = List.copyOf(skipped);
        results = List.copyOf(results);
    }
}
