package org.tresnet4j.benchmarks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.tresnet4j.benchmarks.protocol.Measurement;

/** The report as JSON, with the figures of every round. */
public final class JsonReport {

    private static final ObjectMapper JSON = new ObjectMapper();

    private JsonReport() {}

    public static String render(Report report) {
        ObjectNode root = JSON.createObjectNode();
        root.set("machine", machine(report.machine()));
        root.put("threads", report.threads()).put("rounds", report.rounds());
        ArrayNode groups = root.putArray("groups");
        report.groups().forEach(group -> groups.add(group(group)));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of numbers and texts cannot be written as JSON", e);
        }
    }

    private static ObjectNode machine(Machine machine) {
        ObjectNode node = JSON.createObjectNode()
                .put("processor", machine.processor())
                .put("processors", machine.processors())
                .put("system", machine.system())
                .put("java", machine.java());
        ObjectNode environment = node.putObject("environment");
        machine.environment().forEach(environment::put);
        return node;
    }

    private static ObjectNode group(GroupResult group) {
        ObjectNode node = JSON.createObjectNode().put("id", group.id()).put("title", group.title());
        ArrayNode results = node.putArray("results");
        group.results().forEach(result -> results.add(result(result)));
        return node;
    }

    private static ObjectNode result(Result result) {
        ObjectNode node = JSON.createObjectNode()
                .put("id", result.id())
                .put("label", result.label())
                .put("amount", result.quantity().amount())
                .put("unit", result.quantity().unit());
        result.leftOut().ifPresent(reason -> node.put("left_out", reason));
        ArrayNode millis = node.putArray("millis");
        result.measurements().stream().map(Measurement::millis).forEach(millis::add);
        result.peakMebibytes().ifPresent(peak -> node.put("peak_mebibytes", peak));
        return node;
    }
}
