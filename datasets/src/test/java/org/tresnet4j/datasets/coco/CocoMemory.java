package org.tresnet4j.datasets.coco;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.tresnet4j.datasets.annotation.AnnotationIndex;

/** Reads a large generated file and prints what the index keeps. To be run in a JVM with a small heap. */
final class CocoMemory {

    private static final int IMAGES = 25_000;
    private static final int PER_IMAGE = 8;

    private CocoMemory() {}

    public static void main(String[] arguments) {
        Path file = Path.of(arguments[0]);
        long before = used();
        AnnotationIndex index = new CocoReader(CocoPolicy.defaults()).read(file, file.getParent());
        long kept = used() - before;
        System.out.printf(
                Locale.ROOT,
                "%d annotations, %.0f bytes each%n",
                index.report().annotations(),
                (double) kept / index.report().annotations());
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** With the annotations first and a segmentation as long as COCO's. */
    static void generate(Path file) throws IOException {
        String outline = "123.45, 67.89, ".repeat(25) + "1, 2";
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("{\"annotations\": [");
            for (int i = 0; i < IMAGES * PER_IMAGE; i++) {
                out.write((i == 0 ? "" : ",\n")
                        + "{\"segmentation\": [[" + outline + "]], \"area\": 702.1, \"iscrowd\": 0, \"image_id\": "
                        + i % IMAGES + ", \"bbox\": [473.07, 395.93, 38.65, 28.67], \"category_id\": 18, \"id\": " + i
                        + "}");
            }
            out.write("], \"images\": [");
            for (int i = 0; i < IMAGES; i++) {
                out.write((i == 0 ? "" : ",\n") + "{\"file_name\": \"" + String.format("%012d", i)
                        + ".jpg\", \"width\": 640, \"height\": 480, \"id\": " + i + "}");
            }
            out.write("], \"categories\": [{\"id\": 18, \"name\": \"dog\"}]}");
        }
    }
}
