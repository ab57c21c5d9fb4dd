package org.tresnet4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.spi.TaskException;
import org.tresnet4j.spark.shard.ShardWriter;

/** What is wrong is said in one sentence that names it, and nothing is left behind by a run that could not begin. */
class BadInputTest {

    @TempDir
    static Path folder;

    private static Shapes shapes;

    @BeforeAll
    static void draw() {
        shapes = Shapes.of(folder.resolve("shapes"), 24, 8);
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> fault(String master, List<String> overrides) {
        return assertThatThrownBy(() ->
                        Shapes.cluster(master, Shapes.TAGGING, overrides, folder.resolve("run"), new ArrayList<>()))
                .isInstanceOf(TaskException.class);
    }

    @Test
    void aMasterThatDoesNotAnswer() {
        fault("spark://127.0.0.1:1", shapes.quick())
                .hasMessageContaining("spark://127.0.0.1:1: no Spark master answers there")
                .hasMessageContaining("--master");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void aMasterThatIsNone() {
        fault("sprak://here", shapes.quick()).hasMessageContaining("sprak://here");
    }

    @Test
    void aSettingThatIsNone() {
        assertThatThrownBy(() -> new SparkTraining(Tasks.installed())
                        .settings(List.of("spark.executor.memory"))
                        .run(Shapes.TAGGING, shapes.quick(), Optional.of(folder.resolve("run"))))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("'spark.executor.memory' is no setting of Spark");
    }

    @Test
    void aPathThatExecutorsCannotSee() {
        fault("local[2]", shapes.quick("model.size=64", "cluster.data=file:///nowhere/shapes"))
                .hasMessageContaining("executor driver on ")
                .hasMessageContaining("file:///nowhere/shapes is not there")
                .hasMessageContaining("cluster.data");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void aFileSystemThatThereIsNot() {
        fault("local[2]", shapes.quick("model.size=64", "cluster.data=nfs3://host/shapes"))
                .hasMessageContaining("nfs3://host/shapes cannot be reached")
                .hasMessageContaining("nfs3");
    }

    @Test
    void aPictureThatIsNotThere() throws IOException {
        Shapes other = Shapes.of(folder.resolve("other"), 16, 8);
        Path gone = first(other.root().resolve("images/train"));
        Files.delete(gone);
        assertThatThrownBy(() -> Shapes.cluster(
                        "local[2]",
                        Shapes.TAGGING,
                        other.quick("model.size=64"),
                        folder.resolve("gone"),
                        new ArrayList<>()))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("executor driver on ")
                .hasMessageContaining(gone.getFileName() + ": does not exist");
    }

    @Test
    void aDriverThatRunsOutOfMemoryDoesNotWaitForEver() {
        List<Integer> one = List.of(1);
        try (Cluster cluster = Cluster.start("memory", Optional.of("local[1]"), List.of())) {
            Thread dying = new Thread(
                    () -> {
                        while (cluster.context().statusTracker().getActiveJobIds().length == 0) {
                            Thread.onSpinWait();
                        }
                        throw new OutOfMemoryError("Java heap space");
                    },
                    "task-result-getter-0");
            dying.start();
            assertThatThrownBy(() -> ClusterFault.translating(() -> {
                        cluster.context().parallelize(one).foreach(n -> Thread.sleep(60_000));
                        return one;
                    }))
                    .isInstanceOf(TaskException.class)
                    .hasMessageContaining("OutOfMemoryError: Java heap space in the driver")
                    .hasMessageContaining("TRESNET_HEAP");
        }
    }

    @Test
    void aDamagedShard() throws IOException {
        Path packed = folder.resolve("packed");
        for (String split : List.of("train", "val")) {
            ShardWriter.write(
                    shapes.root().resolve("annotations/instances_" + split + ".json"),
                    shapes.root().resolve("images/" + split),
                    packed.resolve(split),
                    2);
        }
        Path shard = packed.resolve("train/part-00001.seq");
        byte[] bytes = Files.readAllBytes(shard);
        bytes[bytes.length / 2] ^= 1;
        Files.write(shard, bytes);
        assertThatThrownBy(() -> Shapes.cluster(
                        "local[2]",
                        Shapes.TAGGING,
                        new Shapes(packed).quick(Shapes.SHARDS),
                        folder.resolve("damaged"),
                        new ArrayList<>()))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("train/part-00001.seq is damaged at byte")
                .hasMessageContaining("data shard");
    }

    private static Path first(Path images) throws IOException {
        try (Stream<Path> files = Files.list(images)) {
            return files.sorted().findFirst().orElseThrow();
        }
    }
}
