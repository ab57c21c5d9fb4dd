package org.tresnet4j.datasets.batch;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.tresnet4j.datasets.image.RgbImage;
import org.tresnet4j.datasets.transform.Sample;

/**
 * Pictures as they are before anything random happens to them, decoded and perhaps resized, kept in memory until a budget is
 * spent: of a small dataset each file is read once. For any number of loaders and threads.
 */
public final class PreparedImages {

    /** Keeps nothing. */
    public static final PreparedImages NONE = new PreparedImages(0);

    private final long budget;
    private final Map<Path, Sample> kept = new ConcurrentHashMap<>();
    private final AtomicLong used = new AtomicLong();

    private PreparedImages(long budget) {
        this.budget = budget;
    }

    /** Keeps pictures of so many bytes, three a pixel. */
    public static PreparedImages ofBytes(long budget) {
        return budget == 0 ? NONE : new PreparedImages(budget);
    }

    /** A copy of the kept sample of that file, or what the preparation makes. */
    Sample get(Path file, Supplier<Sample> preparation) {
        Sample known = kept.get(file);
        if (known != null) {
            return copy(known);
        }
        Sample made = preparation.get();
        long bytes = 3L * made.image().width() * made.image().height();
        if (used.addAndGet(bytes) > budget) {
            used.addAndGet(-bytes);
            return made;
        }
        Sample copy = copy(made);
        if (kept.putIfAbsent(file, copy) != null) {
            used.addAndGet(-bytes);
            copy.close();
        }
        return made;
    }

    private static Sample copy(Sample sample) {
        RgbImage pixels = RgbImage.of(sample.image().mat().clone());
        return new Sample(sample.source(), pixels, sample.annotations(), sample.fromSource());
    }
}
