package org.tresnet4j.datasets.split;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Distributes images so that every part has its share of each class: iterative stratification, Algorithm 1 of Sechidis,
 * Tsoumakas and Vlahavas, "On the Stratification of Multi-Label Data" (ECML PKDD 2011). The images of the rarest class come
 * first, each to the part that lacks most of that class, then those of the next rarest; images of no class fill the parts up.
 *
 * <p>The paper gives a small part none of a class that is very rare: of two images 0.2 want 0.4. Here a part is due at least
 * one, and where there are fewer images of a class than parts, the first parts have one each.
 */
final class IterativeStratification {

    private static final int NONE = -1;

    private final int[][] classesOf;
    private final Random random;
    /** Of each class, how many images have no part yet. */
    private final int[] left;
    /** Of each class, how many images each part still lacks. */
    private final double[][] lacking;
    /** How many images each part still lacks. */
    private final double[] lackingImages;

    private final int[] partOf;

    private IterativeStratification(int[][] classesOf, int classes, double[] shares, Random random) {
        this.classesOf = classesOf;
        this.random = random;
        this.left = new int[classes];
        for (int[] ofImage : classesOf) {
            for (int classIndex : ofImage) {
                left[classIndex]++;
            }
        }
        this.lacking = Arrays.stream(left).mapToObj(count -> due(count, shares)).toArray(double[][]::new);
        this.lackingImages = due(classesOf.length, shares);
        this.partOf = new int[classesOf.length];
        Arrays.fill(partOf, NONE);
    }

    /**
     * The part of each image.
     *
     * @param classesOf the class indices of each image, each once
     * @param classes how many there are
     * @param shares of the parts; they add up to 1
     * @param seed of the order of the images and of what is left to chance
     */
    static int[] distribute(int[][] classesOf, int classes, double[] shares, long seed) {
        return new IterativeStratification(classesOf, classes, shares, new Random(seed)).run();
    }

    /** What each part should have of so many images. */
    private static double[] due(int images, double[] shares) {
        if (images <= shares.length) {
            return IntStream.range(0, shares.length)
                    .mapToDouble(part -> part < images ? 1 : 0)
                    .toArray();
        }
        double[] due =
                Arrays.stream(shares).map(share -> Math.max(1, share * images)).toArray();
        due[largest(due)] -= Arrays.stream(due).sum() - images;
        return due;
    }

    private static int largest(double[] values) {
        return IntStream.range(0, values.length)
                .reduce((best, next) -> values[next] > values[best] ? next : best)
                .orElseThrow();
    }

    private int[] run() {
        List<Integer> order = IntStream.range(0, partOf.length).boxed().collect(Collectors.toList());
        Collections.shuffle(order, random);
        for (int rarest = rarest(); rarest != NONE; rarest = rarest()) {
            for (int image : order) {
                if (partOf[image] == NONE && isOf(image, rarest)) {
                    give(image, neediest(lacking[rarest]));
                }
            }
        }
        for (int image : order) {
            if (partOf[image] == NONE) {
                give(image, neediest(lackingImages));
            }
        }
        return partOf;
    }

    /** The class with the fewest images to distribute, or {@link #NONE}. */
    private int rarest() {
        return IntStream.range(0, left.length)
                .filter(classIndex -> left[classIndex] > 0)
                .reduce((best, next) -> left[next] < left[best] ? next : best)
                .orElse(NONE);
    }

    private boolean isOf(int image, int classIndex) {
        return Arrays.stream(classesOf[image]).anyMatch(of -> of == classIndex);
    }

    /** The part that lacks most; of equals the one that lacks most images of any class; of equals one by chance. */
    private int neediest(double[] lack) {
        int[] first = most(lack, IntStream.range(0, lack.length).toArray());
        int[] second = most(lackingImages, first);
        return second.length == 1 ? second[0] : second[random.nextInt(second.length)];
    }

    private static int[] most(double[] lack, int[] parts) {
        double most = Arrays.stream(parts).mapToDouble(part -> lack[part]).max().orElseThrow();
        return Arrays.stream(parts).filter(part -> lack[part] == most).toArray();
    }

    private void give(int image, int part) {
        partOf[image] = part;
        lackingImages[part]--;
        for (int classIndex : classesOf[image]) {
            lacking[classIndex][part]--;
            left[classIndex]--;
        }
    }
}
