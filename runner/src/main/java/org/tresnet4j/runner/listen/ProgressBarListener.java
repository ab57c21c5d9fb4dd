package org.tresnet4j.runner.listen;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar with loss, images a second and the time remaining, redrawn in place; evaluations stay above it as lines. */
public final class ProgressBarListener implements TrainingListener {

    private static final int REDRAW_MILLIS = 500;

    private final PrintStream terminal;
    private Outline outline = new Outline(0, 0, 0, 0);
    private ProgressBar bar;
    private String memory = "";

    /** @param terminal a stream that leads to a terminal */
    public ProgressBarListener(PrintStream terminal) {
        this.terminal = terminal;
    }

    @Override
    public void started(Outline started) {
        outline = started;
        bar = ProgressBar.builder()
                .setTaskName("training")
                .setInitialMax(outline.iterations())
                .startsFrom(outline.firstIteration(), Duration.ZERO)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(terminal))
                .build();
    }

    @Override
    public void stepped(Step step) {
        bar.stepTo(step.iteration());
        if (step.due()) {
            memory = Lines.memory(step);
        }
        bar.setExtraMessage(String.format(
                Locale.ROOT,
                " epoch %d  loss %.4g  %.1f img/s  waiting %.0f%%%s",
                step.epoch(),
                step.loss(),
                step.imagesPerSecond(),
                100 * step.waitShare(),
                memory));
    }

    @Override
    public void skipped(SkippedStep step) {
        bar.stepTo(step.iteration());
        above(Lines.skipped(step));
    }

    @Override
    public void evaluated(Measurement measurement, boolean best) {
        above(Lines.evaluation(measurement, best, outline));
    }

    private void above(String line) {
        // to the start of the bar's line, erase it, and let the bar be redrawn below
        terminal.print("\r\033[2K");
        terminal.println(line);
        bar.refresh();
    }

    @Override
    public void ended() {
        if (bar != null) {
            bar.close();
        }
    }
}
