package org.tresnet4j.datasets.batch;

import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Mixes each image of a batch with the one at the same place from the end, and their labels in the same proportion: mixup
 * (1710.09412) adds λ of the one to 1−λ of the other, CutMix (1905.04899) shows a rectangle of the other of 1−λ of the area,
 * its ratio the image's, its centre anywhere; what is outside is cut off, and counts for less in the labels. λ is drawn once
 * a batch from a beta distribution with both parameters the same. Where both are asked for, a coin chooses for each batch.
 *
 * <p>For batches of images [N,3,H,W] and labels [N,C].
 *
 * @param mixup parameter of mixup's distribution, 0 (never) to {@value #LARGEST}
 * @param cutMix parameter of CutMix's distribution, 0 (never) to {@value #LARGEST}
 */
public record MixedImages(double mixup, double cutMix) implements BatchTransform {

    /** Beyond it the proportion is nearly always a half, and drawing it slow. */
    public static final double LARGEST = 2;

    /**
     * @throws IllegalArgumentException if a parameter is out of its range
     */
    public MixedImages {
        check("mixup", mixup);
        check("cutMix", cutMix);
    }

    private static void check(String name, double parameter) {
        if (!(parameter >= 0 && parameter <= LARGEST)) {
            throw new IllegalArgumentException(
                    "MixedImages: " + name + " is " + parameter + ", expected 0 to " + LARGEST);
        }
    }

    @Override
    public MultiDataSet apply(MultiDataSet batch, RandomGenerator random) {
        if (mixup == 0 && cutMix == 0) {
            return batch;
        }
        boolean cuts = mixup == 0 || cutMix > 0 && random.nextBoolean();
        double part = beta(cuts ? cutMix : mixup, random);
        INDArray images = batch.getFeatures(0);
        double kept = cuts ? cut(images, part, random) : part;
        if (!cuts) {
            mix(images, kept);
        }
        mix(batch.getLabels(0), kept);
        return batch;
    }

    /** λ·x + (1−λ)·(x from the end), in place; the middle one of an odd number stays. */
    private static void mix(INDArray array, double part, INDArrayIndex... where) {
        for (long n = 0; n < array.size(0) / 2; n++) {
            INDArray one = part(array.slice(n), where);
            INDArray other = part(array.slice(array.size(0) - 1 - n), where);
            INDArray before = one.dup();
            one.muli(part).addi(other.mul(1 - part));
            other.muli(part).addi(before.muli(1 - part));
        }
    }

    private static INDArray part(INDArray image, INDArrayIndex[] where) {
        return where.length == 0 ? image : image.get(where);
    }

    /** Shows a rectangle of the others; returns the part of the area that is left. */
    private static double cut(INDArray images, double part, RandomGenerator random) {
        int height = (int) images.size(2);
        int width = (int) images.size(3);
        double side = Math.sqrt(1 - part);
        int cutHeight = (int) (height * side);
        int cutWidth = (int) (width * side);
        int y = random.nextInt(height);
        int x = random.nextInt(width);
        int top = Math.max(y - cutHeight / 2, 0);
        int bottom = Math.min(y + cutHeight / 2, height);
        int left = Math.max(x - cutWidth / 2, 0);
        int right = Math.min(x + cutWidth / 2, width);
        if (bottom <= top || right <= left) {
            return 1;
        }
        // λ = 0: all of the other
        mix(images, 0, NDArrayIndex.all(), NDArrayIndex.interval(top, bottom), NDArrayIndex.interval(left, right));
        return 1 - (bottom - top) * (right - left) / (double) (height * width);
    }

    /** From Beta(a, a), by Jöhnk's method (1964). */
    static double beta(double a, RandomGenerator random) {
        while (true) {
            double x = Math.pow(random.nextDouble(), 1 / a);
            double y = Math.pow(random.nextDouble(), 1 / a);
            if (x + y > 0 && x + y <= 1) {
                return x / (x + y);
            }
        }
    }
}
