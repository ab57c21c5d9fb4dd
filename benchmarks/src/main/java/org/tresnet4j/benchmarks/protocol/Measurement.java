package org.tresnet4j.benchmarks.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * A worker's answer to a {@link Request}.
 *
 * @param millis median time of the timed steps, positive
 * @param peakMebibytes largest resident memory of the process so far; empty where it is not known
 * @param activationMebibytes what a training step keeps for its backward pass; empty where it is not known
 */
public record Measurement(double millis, Optional<Double> peakMebibytes, Optional<Double> activationMebibytes) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String MILLIS = "millis";
    private static final String PEAK = "peak_mebibytes";
    private static final String ACTIVATIONS = "activation_mebibytes";

    /**
     * @throws IllegalArgumentException if the time is not a positive number
     */
    public Measurement {
        if (!(millis > 0 && millis < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a measurement of " + millis + " ms: expected a positive number");
        }
    }

    /**
     * @return empty if the line is something else: libraries print, too
     * @throws IllegalArgumentException if the line has a time that cannot be
     */
    public static Optional<Measurement> parse(String line) {
        JsonNode node;
        try {
            node = JSON.readTree(line);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        if (!node.path(MILLIS).isNumber()) {
            return Optional.empty();
        }
        return Optional.of(
                new Measurement(node.path(MILLIS).doubleValue(), number(node, PEAK), number(node, ACTIVATIONS)));
    }

    private static Optional<Double> number(JsonNode node, String name) {
        return Optional.of(node.path(name)).filter(JsonNode::isNumber).map(JsonNode::doubleValue);
    }

    public String line() {
        ObjectNode node = JSON.createObjectNode().put(MILLIS, millis);
        peakMebibytes.ifPresent(peak -> node.put(PEAK, peak));
        activationMebibytes.ifPresent(activations -> node.put(ACTIVATIONS, activations));
        return node.toString();
    }
}
