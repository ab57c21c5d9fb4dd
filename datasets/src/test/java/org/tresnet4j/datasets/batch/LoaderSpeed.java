package org.tresnet4j.datasets.batch;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.tresnet4j.datasets.SharedData;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.coco.CocoPolicy;
import org.tresnet4j.datasets.coco.CocoReader;
import org.tresnet4j.datasets.transform.Compose;
import org.tresnet4j.datasets.transform.Cutout;
import org.tresnet4j.datasets.transform.HorizontalFlip;
import org.tresnet4j.datasets.transform.SquishResize;

/** Prints how many pictures a second the loader makes of real JPEG files, batches of 32 at 224 pixels. */
final class LoaderSpeed {

    private static final int EPOCHS = 8;
    private static final int WARM_UP = 3;

    private LoaderSpeed() {}

    public static void main(String[] arguments) {
        measure("bccd", "instances_train.json", "images");
        measure("coco128", "instances_train2017.json", "train2017");
    }

    private static void measure(String dataset, String annotations, String images) {
        Path folder = SharedData.dataset(dataset);
        List<AnnotatedImage> index = new CocoReader(CocoPolicy.defaults())
                .read(folder.resolve("annotations").resolve(annotations), folder.resolve(images))
                .images();
        for (int threads = 1; threads <= Runtime.getRuntime().availableProcessors(); threads++) {
            BatchLoader loader = BatchLoader.of(index, new IdsAndPixels())
                    .transform(Compose.of(new SquishResize(224), new HorizontalFlip(0.5), new Cutout(0.5)))
                    .batchSize(32)
                    .shuffle(true)
                    .threads(threads)
                    .build();
            long start = 0;
            long cpu = 0;
            long pictures = 0;
            for (int epoch = 0; epoch < EPOCHS; epoch++) {
                if (epoch == WARM_UP) {
                    start = System.nanoTime();
                    cpu = cpuNanos();
                    pictures = 0;
                }
                try (BatchIterator batches = loader.epoch(epoch)) {
                    while (batches.hasNext()) {
                        pictures += batches.next().getFeatures(0).size(0);
                    }
                }
            }
            System.out.printf(
                    Locale.ROOT,
                    "%s, %d threads: %.0f images/s, %.1f ms of processor each%n",
                    dataset,
                    threads,
                    pictures / ((System.nanoTime() - start) / 1e9),
                    (cpuNanos() - cpu) / 1e6 / pictures);
        }
    }

    /** Of the whole process: what a busy machine leaves comparable. */
    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
