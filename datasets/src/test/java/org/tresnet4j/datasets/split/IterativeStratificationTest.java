package org.tresnet4j.datasets.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IterativeStratificationTest {

    private static final double[] FOUR_TO_ONE = {0.8, 0.2};
    private static final double[] THREE_PARTS = {0.7, 0.2, 0.1};

    /** Images of one class each, so many of each class. */
    private static int[][] images(int... ofClass) {
        return IntStream.range(0, ofClass.length)
                .boxed()
                .flatMap(classIndex -> IntStream.range(0, ofClass[classIndex]).mapToObj(i -> new int[] {classIndex}))
                .toArray(int[][]::new);
    }

    /** How many images of a class each part has. */
    private static int[] counts(int[][] images, int[] partOf, int classIndex, int parts) {
        int[] counts = new int[parts];
        for (int image = 0; image < partOf.length; image++) {
            if (Arrays.stream(images[image]).anyMatch(of -> of == classIndex)) {
                counts[partOf[image]]++;
            }
        }
        return counts;
    }

    private static void assertCounts(int[][] images, double[] shares, int classIndex, int... expected) {
        int classes =
                1 + Arrays.stream(images).flatMapToInt(Arrays::stream).max().orElse(0);
        for (long seed = 0; seed < 20; seed++) {
            int[] partOf = IterativeStratification.distribute(images, classes, shares, seed);
            assertThat(counts(images, partOf, classIndex, shares.length)).containsExactly(expected);
        }
    }

    @Test
    void everyPartHasItsShareOfEveryClass() {
        int[][] images = images(100, 10, 50);
        assertCounts(images, FOUR_TO_ONE, 0, 80, 20);
        assertCounts(images, FOUR_TO_ONE, 1, 8, 2);
        assertCounts(images, FOUR_TO_ONE, 2, 40, 10);
        assertCounts(images, THREE_PARTS, 1, 7, 2, 1);
    }

    @Test
    void aClassOfAsManyImagesAsPartsIsInEachOfThem() {
        assertCounts(images(100, 2), FOUR_TO_ONE, 1, 1, 1);
        assertCounts(images(100, 3), THREE_PARTS, 1, 1, 1, 1);
        assertCounts(images(100, 4), THREE_PARTS, 1, 2, 1, 1);
    }

    @Test
    void aClassOfFewerImagesIsInTheFirstParts() {
        assertCounts(images(100, 1), FOUR_TO_ONE, 1, 1, 0);
        assertCounts(images(100, 1), new double[] {0.4, 0.6}, 1, 1, 0);
        assertCounts(images(100, 2), THREE_PARTS, 1, 1, 1, 0);
    }

    @Test
    void aRareClassGoesBeforeTheFrequentOneOfTheSameImages() {
        int[][] images = images(60);
        images[7] = new int[] {0, 1};
        images[8] = new int[] {0, 1};
        assertCounts(images, FOUR_TO_ONE, 1, 1, 1);
        assertCounts(images, FOUR_TO_ONE, 0, 48, 12);
    }

    @Test
    void imagesOfNoClassFillThePartsUp() {
        int[][] images = images(10);
        int[][] more = Arrays.copyOf(images, 20);
        Arrays.fill(more, 10, 20, new int[0]);
        int[] partOf = IterativeStratification.distribute(more, 1, FOUR_TO_ONE, 1);
        assertThat(Arrays.stream(partOf, 10, 20).sum()).as("in the second part").isEqualTo(2);
    }

    @Test
    void theSeedDecidesWhichImagesGoWhere() {
        int[][] images = images(40, 20);
        int[] once = IterativeStratification.distribute(images, 2, FOUR_TO_ONE, 1);
        assertThat(IterativeStratification.distribute(images, 2, FOUR_TO_ONE, 1))
                .isEqualTo(once);
        assertThat(IterativeStratification.distribute(images, 2, FOUR_TO_ONE, 2))
                .isNotEqualTo(once);
    }
}
