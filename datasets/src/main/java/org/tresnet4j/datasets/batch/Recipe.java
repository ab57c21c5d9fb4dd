package org.tresnet4j.datasets.batch;

import java.util.List;
import java.util.random.RandomGenerator;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.image.ImageDecoder;
import org.tresnet4j.datasets.image.OnCorruptImage;
import org.tresnet4j.datasets.transform.Sample;
import org.tresnet4j.datasets.transform.Transform;

/** How samples and batches are made of a dataset. Samples are pure functions of the epoch and the example. */
record Recipe(
        List<AnnotatedImage> images,
        ImageDecoder decoder,
        OnCorruptImage onCorruptImage,
        Transform transform,
        EpochOrder order,
        Collator collator) {

    /**
     * @throws org.tresnet4j.datasets.image.ImageException if the picture cannot be decoded
     */
    Sample sample(int epoch, int example) {
        AnnotatedImage image = images.get(example);
        RandomGenerator random = order.random(epoch, example);
        Sample decoded = Sample.of(image, decoder.decode(image.file(), image.width(), image.height()));
        try {
            return transform.apply(decoded, random);
        } catch (RuntimeException | Error e) {
            decoded.close();
            throw e;
        }
    }
}
