package org.tresnet4j.cli;

import com.google.common.collect.ImmutableMap;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.tresnet4j.detection.eval.CocoEvaluation;
import org.tresnet4j.detection.eval.CocoGroundTruth;
import org.tresnet4j.detection.eval.CocoResults;
import org.tresnet4j.detection.eval.CocoSummary;
import org.tresnet4j.detection.eval.DetectedObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(name = "coco-eval", description = "Measure detections of any program with COCO's metric, as pycocotools does.")
final class CocoEvalCommand implements Callable<Integer> {

    /** The twelve numbers as pycocotools describes them: IoU, area, detections of an image. */
    private static final Map<String, String> DESCRIPTIONS = ImmutableMap.<String, String>builder()
            .put("AP", "Average Precision  IoU=0.50:0.95  area=all     detections=100")
            .put("AP50", "Average Precision  IoU=0.50       area=all     detections=100")
            .put("AP75", "Average Precision  IoU=0.75       area=all     detections=100")
            .put("APs", "Average Precision  IoU=0.50:0.95  area=small   detections=100")
            .put("APm", "Average Precision  IoU=0.50:0.95  area=medium  detections=100")
            .put("APl", "Average Precision  IoU=0.50:0.95  area=large   detections=100")
            .put("AR1", "Average Recall     IoU=0.50:0.95  area=all     detections=1")
            .put("AR10", "Average Recall     IoU=0.50:0.95  area=all     detections=10")
            .put("AR100", "Average Recall     IoU=0.50:0.95  area=all     detections=100")
            .put("ARs", "Average Recall     IoU=0.50:0.95  area=small   detections=100")
            .put("ARm", "Average Recall     IoU=0.50:0.95  area=medium  detections=100")
            .put("ARl", "Average Recall     IoU=0.50:0.95  area=large   detections=100")
            .build();

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--ground-truth",
            required = true,
            paramLabel = "FILE",
            description = "Annotations in COCO's format.")
    private Path groundTruth;

    @Option(
            names = "--detections",
            required = true,
            paramLabel = "FILE",
            description = "Detections in COCO's results format: image_id, category_id, bbox [x,y,w,h], score.")
    private Path detections;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            converter = JsonFile.Converter.class,
            description = "Also write the numbers as JSON, with AP of each category.")
    private JsonFile json;

    @Override
    public Integer call() {
        require("--ground-truth", groundTruth);
        require("--detections", detections);
        CocoGroundTruth truth = CocoGroundTruth.read(groundTruth);
        List<DetectedObject> detected = CocoResults.read(detections, truth);
        PrintWriter err = spec.commandLine().getErr();
        long unknown = detected.stream()
                .filter(detection -> !truth.categoryIds().contains(detection.categoryId()))
                .count();
        if (unknown > 0) {
            err.println(unknown + " detections are of categories that " + groundTruth + " does not list: left out");
        }
        CocoSummary summary = CocoEvaluation.evaluate(truth, detected);
        PrintWriter out = spec.commandLine().getOut();
        summary.numbers()
                .forEach((name, value) ->
                        out.printf(Locale.ROOT, "%-6s %s  %.3f%n", name, DESCRIPTIONS.get(name), value));
        if (json != null) {
            json.write(ImmutableMap.of("summary", summary.numbers(), "ap_per_category", summary.apPerCategory()));
        }
        return ExitCode.OK;
    }

    private void require(String option, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ParameterException(spec.commandLine(), option + ": " + file + " is not a file");
        }
    }
}
