package org.tresnet4j.backbone.weights;

import java.nio.file.Path;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Weights that a configuration names: a file, relative to the working directory, or an address with a checksum,
 * {@code https://…#sha256=…}, which is fetched once and kept in a cache folder.
 */
public final class PretrainedWeights {

    private static final Pattern ADDRESS = Pattern.compile("(?i)https?://.*");

    private PretrainedWeights() {}

    /**
     * Loads what {@link GraphWeights#load} would of the file.
     *
     * @throws WeightsException if the file cannot be had, or does not fit; the message says why
     */
    public static LoadReport load(String source, ComputationGraph network) {
        return GraphWeights.load(WeightsFile.read(file(source)), network);
    }

    private static Path file(String source) {
        return ADDRESS.matcher(source).matches()
                ? new WeightsCache(WeightsCache.usualFolder()).fetch(source)
                : Path.of(source);
    }
}
