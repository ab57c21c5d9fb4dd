package org.tresnet4j.runner.report;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tresnet4j.runner.listen.History;
import org.tresnet4j.runner.listen.Measurement;
import org.tresnet4j.runner.listen.Outline;
import org.tresnet4j.runner.listen.Step;
import org.tresnet4j.runner.listen.TrainingListener;
import org.tresnet4j.runner.spi.Picture;
import org.tresnet4j.runner.spi.TaskException;

/**
 * Rewrites the page of a run while it trains: at its first evaluation, and then at logged steps and evaluations, but
 * not more often than once a minute. A page that cannot be written is no reason to end a training: the log says so.
 */
public final class LiveReport implements TrainingListener {

    private static final Logger LOG = LoggerFactory.getLogger(LiveReport.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private final RunReport outline;
    private final ReportWriter writer;
    private final Supplier<List<Picture>> showcase;
    private final InstantSource clock;
    private History history;
    private List<Picture> pictures = List.of();
    private Optional<Long> written = Optional.empty();
    private long started;
    private double imagesPerSecond;

    /**
     * @param outline what does not change while the run trains; its history is what was before
     * @param showcase makes pictures with the weights that the network holds
     */
    public LiveReport(RunReport outline, ReportWriter writer, Supplier<List<Picture>> showcase, InstantSource clock) {
        this.outline = outline;
        this.writer = writer;
        this.showcase = showcase;
        this.clock = clock;
        this.history = outline.history();
    }

    @Override
    public void started(Outline started) {
        this.started = clock.millis();
    }

    @Override
    public void stepped(Step step) {
        if (step.due()) {
            history = history.with(step);
            imagesPerSecond = step.imagesPerSecond();
            if (written.isPresent() && isDue()) {
                write();
            }
        }
    }

    @Override
    public void evaluated(Measurement measurement, boolean best) {
        history = history.with(measurement);
        if (isDue()) {
            try {
                pictures = showcase.get();
            } catch (TaskException e) {
                LOG.warn("no pictures for the report: {}", e.getMessage());
            }
            write();
        }
    }

    private boolean isDue() {
        return written.map(last -> clock.millis() - last >= PAUSE.toMillis()).orElse(true);
    }

    private void write() {
        Duration duration = outline.duration().plusMillis(clock.millis() - started);
        try {
            writer.write(outline.at(
                    history,
                    imagesPerSecond,
                    duration,
                    pictures,
                    Optional.of("Training goes on; this is how it stood.")));
        } catch (TaskException e) {
            LOG.warn("{}", e.getMessage());
        }
        written = Optional.of(clock.millis());
    }
}
