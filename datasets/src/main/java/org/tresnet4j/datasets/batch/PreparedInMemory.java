package org.tresnet4j.datasets.batch;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.image.RgbImage;
import org.tresnet4j.datasets.transform.Sample;
import org.tresnet4j.datasets.transform.Transform;

/** For one preparation. The first pictures stay: each is used once an epoch, so that none is more worth keeping. */
final class PreparedInMemory implements PreparedImages {

    private final long budget;
    private final Map<Path, Sample> kept = new ConcurrentHashMap<>();
    private final AtomicLong used = new AtomicLong();

    PreparedInMemory(long budget) {
        this.budget = budget;
    }

    @Override
    public Sample get(AnnotatedImage image, Transform preparation, Supplier<Sample> maker) {
        Sample known = kept.get(image.file());
        if (known != null) {
            return copy(known);
        }
        Sample made = maker.get();
        long bytes = 3L * made.image().width() * made.image().height();
        if (used.addAndGet(bytes) > budget) {
            used.addAndGet(-bytes);
            return made;
        }
        Sample copy = copy(made);
        if (kept.putIfAbsent(image.file(), copy) != null) {
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
