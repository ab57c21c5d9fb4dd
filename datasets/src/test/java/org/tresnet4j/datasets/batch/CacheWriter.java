package org.tresnet4j.datasets.batch;

import java.nio.file.Path;
import java.util.Random;

/** A process that keeps files of random sizes. */
final class CacheWriter {

    private static final int LARGEST = 4000;

    private CacheWriter() {}

    /**
     * @param args folder, budget, the files' number, and a seed, which is also in their names
     */
    public static void main(String[] args) {
        CacheFolder cache = CacheFolder.open(Path.of(args[0]), Long.parseLong(args[1]));
        Random random = new Random(Long.parseLong(args[3]));
        for (int i = 0; i < Integer.parseInt(args[2]); i++) {
            cache.write(args[3] + "-" + i, new byte[1 + random.nextInt(LARGEST)]);
        }
    }
}
