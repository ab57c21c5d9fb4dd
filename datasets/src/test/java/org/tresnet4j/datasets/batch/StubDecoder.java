package org.tresnet4j.datasets.batch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.image.ImageDecoder;
import org.tresnet4j.datasets.image.RgbImage;

/** Pictures of 2×2 pixels without files; before each it does what the test wants with the file's name. */
final class StubDecoder implements ImageDecoder {

    private final Consumer<String> before;
    private final AtomicInteger calls = new AtomicInteger();
    private final List<RgbImage> given = new ArrayList<>();

    StubDecoder(Consumer<String> before) {
        this.before = before;
    }

    StubDecoder() {
        this(name -> {});
    }

    /** Images 0 to count−1, their files called after their ids. */
    static List<AnnotatedImage> images(int count) {
        return IntStream.range(0, count)
                .mapToObj(id -> new AnnotatedImage(id, Path.of(id + ".jpg"), 2, 2, List.of()))
                .toList();
    }

    int calls() {
        return calls.get();
    }

    synchronized List<RgbImage> given() {
        return List.copyOf(given);
    }

    @Override
    public RgbImage decode(Path file) {
        calls.incrementAndGet();
        before.accept(file.toString());
        RgbImage image = RgbImage.of(2, 2, new byte[12]);
        synchronized (this) {
            given.add(image);
        }
        return image;
    }

    @Override
    public RgbImage decode(Path file, int width, int height) {
        return decode(file);
    }
}
