package org.tresnet4j.runner.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.tresnet4j.runner.spi.TaskException;
import org.tresnet4j.runner.train.RangeTest;

/** The picture of a learning rate range test: the loss over the rate. */
public final class RangeTestChart {

    private RangeTestChart() {}

    /**
     * Draws.
     *
     * @param file a PNG file; an earlier one is replaced
     * @throws TaskException when it cannot be written
     */
    public static void write(RangeTest.Result result, Path file) {
        Curves.Curve curve = new Curves.Curve(
                "learning rate",
                true,
                true,
                List.of(
                        series(result, "loss of a batch", RangeTest.Point::loss),
                        series(result, "smoothed", RangeTest.Point::smoothed)));
        try {
            Files.write(file, Curves.png(curve, Curves.Scheme.LIGHT));
        } catch (IOException e) {
            throw new TaskException(file + ": cannot be written (" + e + "); choose another --out", e);
        }
    }

    private static Curves.Series series(RangeTest.Result result, String name, ToDoubleFunction<RangeTest.Point> y) {
        return new Curves.Series(
                name,
                result.points().stream()
                        .map(point -> new double[] {point.rate(), y.applyAsDouble(point)})
                        .toList());
    }
}
