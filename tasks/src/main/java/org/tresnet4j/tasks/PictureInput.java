package org.tresnet4j.tasks;

import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.image.ImageDecoder;
import org.tresnet4j.datasets.image.RgbImage;
import org.tresnet4j.datasets.transform.Sample;
import org.tresnet4j.datasets.transform.Transform;

/**
 * Single pictures on their way into a network: decoded, and resized as in evaluation. Safe for several threads at once.
 *
 * @param resize to what the network sees
 */
public record PictureInput(Transform resize) {

    /** The name of a picture that is no file, in messages. */
    private static final Path IN_MEMORY = Path.of("picture in memory");

    /**
     * What a function makes of a picture file.
     *
     * @throws org.tresnet4j.datasets.image.ImageException if it is missing or no picture
     */
    public <R> R read(Path file, Function<Sample, R> use) {
        return read(Decoding.decoder(), file, use);
    }

    /**
     * What a function makes of a picture.
     *
     * @param encoded the content of a JPEG, PNG or other file of pictures
     * @throws org.tresnet4j.datasets.image.ImageException if it is no picture
     */
    public <R> R read(byte[] encoded, Function<Sample, R> use) {
        return read(ImageDecoder.openCv(file -> encoded), IN_MEMORY, use);
    }

    private <R> R read(ImageDecoder decoder, Path file, Function<Sample, R> use) {
        try (Sample sample = sample(file, decoder.decode(file))) {
            return use.apply(sample);
        }
    }

    /**
     * The network's view of a picture.
     *
     * @param image becomes the sample's
     */
    Sample sample(Path file, RgbImage image) {
        AnnotatedImage source = new AnnotatedImage(0, file, image.width(), image.height(), List.of());
        return resize.apply(Sample.of(source, image), new SplittableRandom(0));
    }
}
