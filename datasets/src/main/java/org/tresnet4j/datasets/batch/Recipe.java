package org.tresnet4j.datasets.batch;

import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.image.ImageDecoder;
import org.tresnet4j.datasets.image.OnCorruptImage;
import org.tresnet4j.datasets.image.RgbImage;
import org.tresnet4j.datasets.transform.Sample;
import org.tresnet4j.datasets.transform.Transform;

/** How samples and batches are made of a dataset. Samples are pure functions of the epoch and the example. */
record Recipe(
        List<AnnotatedImage> images,
        ImageDecoder decoder,
        OnCorruptImage onCorruptImage,
        Transform preparation,
        PreparedImages prepared,
        Transform transform,
        EpochOrder order,
        IntUnaryOperator numbers,
        Collator collator,
        BatchTransform batchTransform) {

    /** For preparations, whose results are kept. */
    private static final RandomGenerator NO_CHANCE = () -> {
        throw new IllegalStateException("a preparation must not depend on chance: make it a transform");
    };

    /**
     * @throws org.tresnet4j.datasets.image.ImageException if the picture cannot be decoded
     */
    Sample sample(int epoch, int example) {
        AnnotatedImage image = images.get(example);
        Sample sample = prepared.get(image, preparation, () -> prepare(image));
        return apply(transform, sample, order.random(epoch, numbers.applyAsInt(example)));
    }

    /**
     * @param samples at least one, all of one batch
     * @param first the index into the dataset of the batch's first place, which tells it from the others of the epoch
     */
    MultiDataSet batch(List<Sample> samples, int epoch, int first) {
        return batchTransform.apply(collator.collate(samples), order.batchRandom(epoch, numbers.applyAsInt(first)));
    }

    private Sample prepare(AnnotatedImage image) {
        RgbImage pixels = image.isMeasured()
                ? decoder.decode(image.file(), image.width(), image.height())
                : decoder.decode(image.file());
        Sample decoded = Sample.of(image.measured(pixels.width(), pixels.height()), pixels);
        return apply(preparation, decoded, NO_CHANCE);
    }

    private static Sample apply(Transform transform, Sample sample, RandomGenerator random) {
        try {
            return transform.apply(sample, random);
        } catch (RuntimeException | Error e) {
            sample.close();
            throw e;
        }
    }
}
