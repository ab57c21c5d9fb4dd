package org.tresnet4j.runner.report;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.tresnet4j.runner.device.Finding;
import org.tresnet4j.runner.listen.History;
import org.tresnet4j.runner.listen.Measurement;
import org.tresnet4j.runner.spi.Picture;

/**
 * What the page of a run shows.
 *
 * @param title names the run
 * @param task name
 * @param notice what a reader should know first, e.g. that training was stopped
 * @param imagesPerSecond of training
 * @param duration of training
 * @param history of the run
 * @param pictures of what the best network says
 * @param config the resolved configuration as YAML
 * @param machine it ran on
 */
public record RunReport(
        String title,
        String task,
        Optional<String> notice,
        double imagesPerSecond,
        Duration duration,
        History history,
        List<Picture> pictures,
        String config,
        List<Finding> machine) {

    public RunReport {
        pictures = List.copyOf(pictures);
        machine = List.copyOf(machine);
    }

    /** The same run at another time. */
    public RunReport at(
            History newHistory,
            double newImagesPerSecond,
            Duration newDuration,
            List<Picture> newPictures,
            Optional<String> newNotice) {
        return new RunReport(
                title, task, newNotice, newImagesPerSecond, newDuration, newHistory, newPictures, config, machine);
    }

    Optional<Measurement> best() {
        return history.best();
    }
}
