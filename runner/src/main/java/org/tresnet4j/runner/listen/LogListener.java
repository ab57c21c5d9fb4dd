package org.tresnet4j.runner.listen;

import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;

/** Plain lines, one for each logged step and each evaluation: for files and terminals that cannot redraw. */
public final class LogListener implements TrainingListener {

    private final Consumer<String> line;
    private Outline outline = new Outline(0, 0, 0, 0);
    private boolean estimable;

    /** @param line takes each line, without its end */
    public LogListener(Consumer<String> line) {
        this.line = Objects.requireNonNull(line, "line");
    }

    @Override
    public void started(Outline started) {
        outline = started;
        line.accept(String.format(
                Locale.ROOT,
                "training %,d parameters for %d epochs, %d iterations",
                outline.parameters(),
                outline.epochs(),
                outline.iterations()));
    }

    @Override
    public void stepped(Step step) {
        if (step.due()) {
            // the first steps take much longer than the others, so nothing can be told from them alone
            line.accept(Lines.step(step, outline) + (estimable ? Lines.remaining(step) : ""));
            estimable = true;
        }
    }

    @Override
    public void skipped(SkippedStep step) {
        line.accept(Lines.skipped(step));
    }

    @Override
    public void evaluated(Measurement measurement, boolean best) {
        line.accept(Lines.evaluation(measurement, best, outline));
    }
}
