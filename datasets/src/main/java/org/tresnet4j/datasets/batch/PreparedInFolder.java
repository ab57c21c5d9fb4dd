package org.tresnet4j.datasets.batch;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.opencv.core.Core;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.transform.Compose;
import org.tresnet4j.datasets.transform.Sample;
import org.tresnet4j.datasets.transform.Transform;

/**
 * Samples in files whose names are fingerprints of all that they are made of: the picture's path, size and time of change,
 * its annotations and the preparation. What has changed has another name.
 */
final class PreparedInFolder implements PreparedImages {

    private final CacheFolder folder;

    PreparedInFolder(CacheFolder folder) {
        this.folder = folder;
    }

    /** Only records say in words all that they are. */
    @Override
    public void check(Transform preparation) {
        if (preparation instanceof Compose compose) {
            compose.steps().forEach(this::check);
        } else if (!preparation.getClass().isRecord()) {
            throw new IllegalArgumentException(preparation.getClass().getName()
                    + " is no record, so that files do not tell with which of them they were made; make it one");
        }
    }

    @Override
    public Sample get(AnnotatedImage image, Transform preparation, Supplier<Sample> maker) {
        Optional<String> fingerprint = fingerprint(image, preparation);
        if (fingerprint.isEmpty()) {
            return maker.get();
        }
        SampleFormat format = new SampleFormat(fingerprint.get());
        Optional<Sample> known = folder.read(fingerprint.get()).flatMap(content -> format.decode(content, image));
        if (known.isPresent()) {
            return known.get();
        }
        Sample made = maker.get();
        folder.write(fingerprint.get(), format.encode(made));
        return made;
    }

    /** Empty for what is no file of its own, as a record of CIFAR, or is missing, which the decoder will say. */
    private static Optional<String> fingerprint(AnnotatedImage image, Transform preparation) {
        BasicFileAttributes file;
        try {
            file = Files.readAttributes(image.file(), BasicFileAttributes.class);
        } catch (IOException e) {
            return Optional.empty();
        }
        Hasher hash = Hashing.sha256().newHasher();
        Stream.of(
                        image.file().toAbsolutePath().normalize(),
                        file.size(),
                        file.lastModifiedTime().toInstant(),
                        image.width(),
                        image.height(),
                        image.annotations(),
                        preparation,
                        // decodes and resizes, not always to the same bit
                        Core.VERSION)
                .map(Object::toString)
                .forEach(part -> hash.putInt(part.length()).putUnencodedChars(part));
        return Optional.of(hash.hash().toString());
    }
}
