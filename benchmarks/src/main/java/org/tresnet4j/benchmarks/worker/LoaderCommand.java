package org.tresnet4j.benchmarks.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.batch.BatchIterator;
import org.tresnet4j.datasets.batch.BatchLoader;
import org.tresnet4j.datasets.batch.Collator;
import org.tresnet4j.datasets.batch.ImageTensor;
import org.tresnet4j.datasets.coco.CocoPolicy;
import org.tresnet4j.datasets.coco.CocoReader;
import org.tresnet4j.datasets.synthetic.ShapesDataset;
import org.tresnet4j.datasets.synthetic.ShapesOptions;
import org.tresnet4j.datasets.transform.ColorJitter;
import org.tresnet4j.datasets.transform.Compose;
import org.tresnet4j.datasets.transform.Cutout;
import org.tresnet4j.datasets.transform.HorizontalFlip;
import org.tresnet4j.datasets.transform.SquishResize;
import org.tresnet4j.datasets.transform.Transform;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** A step is an epoch, so that nothing is prefetched while another contender is measured. */
@Command(name = "loader", description = "The data pipeline: JPEG files to batches, without a network.")
final class LoaderCommand implements Callable<Workload> {

    private static final double FLIP = 0.5;
    private static final double CUTOUT = 0.5;
    private static final double JITTER = 0.4;
    private static final double HUE = 0.1;

    @Option(names = "--folder", required = true, description = "Where the pictures are drawn, unless they are there.")
    private Path folder;

    @Option(names = "--images", required = true, description = "Pictures of an epoch.")
    private int images;

    @Option(names = "--side", required = true, description = "Pixels of the pictures on disk.")
    private int side;

    @Option(names = "--size", required = true, description = "Pixels that they are resized to.")
    private int size;

    @Option(names = "--batch", required = true)
    private int batch;

    @Option(names = "--threads", required = true)
    private int threads;

    @Option(names = "--augment", description = "Also flips, changes colours and cuts out.")
    private boolean augment;

    private int epoch;

    @Override
    public Workload call() {
        ShapesDataset shapes = ShapesDataset.generate(
                folder, ShapesOptions.defaults().withImages(images, 1).withSide(side));
        List<AnnotatedImage> index = new CocoReader(CocoPolicy.defaults())
                .read(shapes.trainAnnotations(), shapes.trainImages())
                .images();
        Collator withoutLabels =
                samples -> new MultiDataSet(ImageTensor.of(samples), Nd4j.zeros(DataType.FLOAT, samples.size(), 1));
        BatchLoader loader = BatchLoader.of(index, withoutLabels)
                .transform(transform())
                .batchSize(batch)
                .threads(threads)
                .shuffle(true)
                .build();
        return () -> drain(loader);
    }

    private Transform transform() {
        SquishResize resize = new SquishResize(size);
        return augment
                ? Compose.of(
                        resize,
                        new HorizontalFlip(FLIP),
                        new ColorJitter(JITTER, JITTER, JITTER, HUE),
                        new Cutout(CUTOUT))
                : resize;
    }

    private void drain(BatchLoader loader) {
        try (BatchIterator batches = loader.epoch(epoch++)) {
            while (batches.hasNext()) {
                batches.next();
            }
        }
    }
}
