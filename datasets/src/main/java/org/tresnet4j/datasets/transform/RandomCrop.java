package org.tresnet4j.datasets.transform;

import java.util.List;
import java.util.random.RandomGenerator;
import org.opencv.core.Rect;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.image.RgbImage;

/**
 * Cuts out a random part that shows objects, as SSD is trained (paper 1512.02325, section 2.2). One of seven is chosen, each
 * with the same probability: the whole picture; a part whose IoU with an object is at least 0.1, 0.3, 0.5, 0.7 or 0.9; any
 * part. For parts up to 50 rectangles are tried: sides uniformly from minimumScale to 1 of the picture's, width / height from
 * 0.5 to 2, any place. The first is taken that holds the centre of an object, and of one with the wanted IoU (its whole box
 * with the rectangle), as SSD's own sampler and torchvision's {@code RandomIoUCrop} demand; none, and the picture stays.
 *
 * <p>Objects remain whose centre is inside, clipped, their area reduced as their box's. Crowd regions remain where anything
 * of them is left, for they say where not to learn; for the same reason they do not count as objects in the choice. A
 * picture without objects is cut without regard to content.
 *
 * @param probability of choosing at all, 0 to 1; otherwise the picture stays
 * @param minimumScale least side as a part of the picture's, over 0, at most 1
 */
public record RandomCrop(double probability, double minimumScale) implements Transform {

    private static final double[] LEAST_IOU = {0, 0.1, 0.3, 0.5, 0.7, 0.9};
    private static final int TRIALS = 50;
    private static final double MOST_RATIO = 2;

    /**
     * @throws IllegalArgumentException if a number is out of its range
     */
    public RandomCrop {
        Chance.check("RandomCrop", probability);
        if (!(minimumScale > 0 && minimumScale <= 1)) {
            throw new IllegalArgumentException(
                    "RandomCrop: minimumScale is " + minimumScale + ", expected over 0 and at most 1");
        }
    }

    /** SSD's least side in later implementations: 0.3 of the picture's. */
    public RandomCrop(double probability) {
        this(probability, 0.3);
    }

    @Override
    public Sample apply(Sample sample, RandomGenerator random) {
        if (!Chance.strikes(probability, random)) {
            return sample;
        }
        int choice = random.nextInt(LEAST_IOU.length + 1);
        if (choice == LEAST_IOU.length) {
            return sample; // the whole picture
        }
        for (int trial = 0; trial < TRIALS; trial++) {
            Rect part = part(sample.image(), random);
            if (hasGoodRatio(part) && showsObjects(sample.annotations(), new Crop(part), LEAST_IOU[choice])) {
                return new Crop(part).of(sample);
            }
        }
        return sample;
    }

    private Rect part(RgbImage image, RandomGenerator random) {
        int width = side(image.width(), random);
        int height = side(image.height(), random);
        int left = random.nextInt(image.width() - width + 1);
        int top = random.nextInt(image.height() - height + 1);
        return new Rect(left, top, width, height);
    }

    private int side(int whole, RandomGenerator random) {
        double scale = minimumScale + (1 - minimumScale) * random.nextDouble();
        return Math.max((int) (whole * scale), 1);
    }

    private static boolean hasGoodRatio(Rect part) {
        return part.width <= MOST_RATIO * part.height && part.height <= MOST_RATIO * part.width;
    }

    private static boolean showsObjects(List<Annotation> annotations, Crop crop, double leastIou) {
        boolean nothingToShow = true;
        for (Annotation annotation : annotations) {
            if (!annotation.crowd() && !annotation.box().isEmpty()) {
                if (crop.keeps(annotation) && annotation.box().iou(crop.box()) >= leastIou) {
                    return true;
                }
                nothingToShow = false;
            }
        }
        return nothingToShow;
    }
}
