package org.tresnet4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.datasets.synthetic.ShapesDataset;
import org.tresnet4j.datasets.synthetic.ShapesOptions;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.listen.Step;
import org.tresnet4j.runner.listen.TrainingListener;

/** What an executor holds of the data does not grow with the data. */
@Tag("slow")
@EnabledOnOs(OS.LINUX)
class ExecutorMemoryTest {

    /** A quick test has a fifth of them: {@code -Dimages=20000} has 100,000 annotations. */
    private static final int IMAGES = Integer.getInteger("images", 4_000);

    private static final int OBJECTS_PER_IMAGE = 5;
    private static final int SIDE = 32;
    private static final long LIMIT_KIBIBYTES = 2L << 20;

    @TempDir
    Path folder;

    @Test
    void manyAnnotationsPassInTwoGigabytes() throws IOException, InterruptedException {
        Path data = folder.resolve("data");
        manyImages(data);
        AtomicLong peak = new AtomicLong();
        try (StandaloneCluster cluster = StandaloneCluster.start(folder.resolve("spark"), 2)) {
            SparkTraining training = new SparkTraining(Tasks.installed())
                    .master(Optional.of(cluster.url()))
                    .settings(cluster.settings())
                    .listen(new TrainingListener() {
                        @Override
                        public void stepped(Step step) {
                            peak.accumulateAndGet(cluster.executorPeakKibibytes(), Math::max);
                        }
                    });
            training.run(
                    Shapes.TAGGING,
                    List.of(
                            "data.root=" + data,
                            "model.size=" + SIDE,
                            "data.batchSize=50",
                            "train.epochs=1",
                            "data.validation.annotations=annotations/few.json",
                            "data.validation.images=images/train",
                            "cluster.averagingFrequency=40"),
                    Optional.of(folder.resolve("run")));
            assertThat(training.imagesSeen()).isEqualTo(IMAGES);
        }
        System.out.println("peak of an executor: " + peak.get() / 1024 + " MiB");
        assertThat(peak.get()).isPositive().isLessThan(LIMIT_KIBIBYTES);
    }

    /** One picture under many names. */
    private static void manyImages(Path data) throws IOException {
        Path drawn = data.resolve("drawn");
        ShapesDataset.generate(
                drawn, ShapesOptions.defaults().withImages(1, 1).withSide(SIDE).withSeed(3));
        Path picture = drawn.resolve("images/train/000001.jpg");
        Path images = Files.createDirectories(data.resolve("images/train"));
        for (int n = 1; n <= IMAGES; n++) {
            Files.createLink(images.resolve(n + ".jpg"), picture);
        }
        Files.createDirectories(data.resolve("annotations"));
        annotations(data.resolve("annotations/instances_train.json"), IMAGES);
        annotations(data.resolve("annotations/few.json"), 100);
    }

    private static void annotations(Path file, int images) throws IOException {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode categories = json.putArray("categories");
        ArrayNode listed = json.putArray("images");
        ArrayNode objects = json.putArray("annotations");
        for (int id = 1; id <= OBJECTS_PER_IMAGE; id++) {
            categories.addObject().put("id", id).put("name", "class " + id);
        }
        for (int image = 1; image <= images; image++) {
            listed.addObject()
                    .put("id", image)
                    .put("file_name", image + ".jpg")
                    .put("width", SIDE)
                    .put("height", SIDE);
            for (int n = 0; n < OBJECTS_PER_IMAGE; n++) {
                ObjectNode object = objects.addObject()
                        .put("id", objects.size())
                        .put("image_id", image)
                        .put("category_id", 1 + (image + n) % OBJECTS_PER_IMAGE)
                        .put("area", 25)
                        .put("iscrowd", 0);
                object.putArray("bbox").add(n).add(n).add(5).add(5);
            }
        }
        new ObjectMapper().writeValue(file.toFile(), json);
    }
}
