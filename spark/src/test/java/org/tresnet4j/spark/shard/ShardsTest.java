package org.tresnet4j.spark.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.SequenceFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.datasets.synthetic.ShapesDataset;
import org.tresnet4j.datasets.synthetic.ShapesOptions;
import org.tresnet4j.runner.spi.TaskException;

class ShardsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path folder;

    private static Path annotations;
    private static Path images;
    private static Path packed;

    @BeforeAll
    static void pack() {
        Path shapes = folder.resolve("shapes");
        ShapesDataset.generate(
                shapes, ShapesOptions.defaults().withImages(30, 4).withSide(64).withSeed(3));
        annotations = shapes.resolve("annotations/instances_train.json");
        images = shapes.resolve("images/train");
        packed = folder.resolve("packed");
        assertThat(ShardWriter.write(annotations, images, packed, 3)).isEqualTo(30);
    }

    private static org.apache.hadoop.fs.Path hadoop(Path file) {
        return new org.apache.hadoop.fs.Path(file.toUri());
    }

    @Test
    void everyImageIsWhereTheAnnotationsSay() throws IOException {
        JsonNode before = JSON.readTree(annotations.toFile());
        JsonNode after = JSON.readTree(packed.resolve(ShardWriter.ANNOTATIONS).toFile());
        assertThat(after.get("annotations")).isEqualTo(before.get("annotations"));
        assertThat(after.get("categories")).isEqualTo(before.get("categories"));
        for (int n = 0; n < 30; n++) {
            Path place = Path.of(after.get("images").get(n).get("file_name").textValue());
            assertThat(ShardPath.isIn(place)).isTrue();
            ShardPath path = ShardPath.parse(place);
            byte[] found =
                    ShardReader.image(hadoop(packed.resolve(path.shard())), path.position(), new Configuration());
            String name = before.get("images").get(n).get("file_name").textValue();
            assertThat(found).isEqualTo(Files.readAllBytes(images.resolve(name)));
        }
    }

    @Test
    void aRecordHasTheImagesAnnotations() throws IOException {
        JsonNode before = JSON.readTree(annotations.toFile());
        int seen = 0;
        for (int shard = 0; shard < 3; shard++) {
            try (SequenceFile.Reader reader = new SequenceFile.Reader(
                    new Configuration(), SequenceFile.Reader.file(hadoop(packed.resolve(ShardPath.name(shard)))))) {
                LongWritable id = new LongWritable();
                ShardRecord record = new ShardRecord();
                while (reader.next(id, record)) {
                    for (JsonNode object : JSON.readTree(record.annotations())) {
                        assertThat(object.has("bbox")).isTrue();
                        seen++;
                    }
                }
            }
        }
        assertThat(seen).isEqualTo(before.get("annotations").size());
    }

    @Test
    void namesADamagedShard() throws IOException {
        Path damaged = folder.resolve("damaged.seq");
        byte[] bytes = Files.readAllBytes(packed.resolve(ShardPath.name(0)));
        JsonNode after = JSON.readTree(packed.resolve(ShardWriter.ANNOTATIONS).toFile());
        long position = ShardPath.parse(
                        Path.of(after.get("images").get(3).get("file_name").textValue()))
                .position();
        bytes[(int) position + 300] ^= 1;
        Files.write(damaged, bytes);
        assertThatThrownBy(() -> ShardReader.image(hadoop(damaged), position, new Configuration()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("damaged.seq is damaged at byte " + position)
                .hasMessageContaining("checksum");
    }

    @Test
    void namesAShardThatIsCutShort() throws IOException {
        Path cut = folder.resolve("cut.seq");
        byte[] bytes = Files.readAllBytes(packed.resolve(ShardPath.name(1)));
        Files.write(cut, Arrays.copyOf(bytes, 700));
        assertThatThrownBy(() -> ShardReader.image(hadoop(cut), 690, new Configuration()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cut.seq is damaged at byte 690");
    }

    @Test
    void namesAnImageThatIsMissing() throws IOException {
        assertThatThrownBy(() -> ShardWriter.write(annotations, folder.resolve("elsewhere"), folder.resolve("no"), 1))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("elsewhere")
                .hasMessageContaining("does not exist")
                .hasMessageContaining("data check");
    }

    @Test
    void namesAFileThatIsNoAnnotationFile() throws IOException {
        Path other = Files.writeString(folder.resolve("other.json"), "[1, 2]");
        assertThatThrownBy(() -> ShardWriter.write(other, images, folder.resolve("no"), 1))
                .isInstanceOf(TaskException.class)
                .hasMessageContaining("other.json")
                .hasMessageContaining("not in COCO's format");
    }
}
