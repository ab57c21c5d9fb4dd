package org.tresnet4j.runner.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.runner.config.Experiment;
import org.tresnet4j.runner.listen.History;
import org.tresnet4j.runner.listen.Measurement;
import org.tresnet4j.runner.spi.BatchStream;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.runner.toy.ToyTask;
import org.tresnet4j.runner.toy.Toys;
import org.tresnet4j.runner.train.TrainingPlan;

class CheckpointTest {

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("state.zip");
    }

    private static ComputationGraph network(String... overrides) {
        Experiment<?> experiment = Toys.experiment(overrides);
        ToyTask task = Toys.task(experiment);
        return task.network(
                new TrainingPlan(experiment.run().train(), experiment.run().seed(), 5).network());
    }

    private static void fit(ComputationGraph network, int epoch) {
        try (BatchStream batches = Toys.task(Toys.experiment()).batches(epoch, 0)) {
            while (batches.hasNext()) {
                network.fit(batches.next());
            }
        }
        network.incrementEpochCount();
    }

    private static CheckpointInfo info() {
        Measurement measurement = new Measurement(
                1,
                5,
                true,
                1.5,
                new Evaluation(Map.of("mAP", 61.25), "mAP", ImmutableMap.of("zebra", 50.0, "ape", 72.5)));
        return CheckpointInfo.start("toy", List.of("zebra", "ape"), "task: toy\n", "squished", "f00")
                .at(new Progress(5, 1, 0, 0, 0, 2.5, History.EMPTY.with(measurement)));
    }

    private ComputationGraph saved(String... overrides) {
        ComputationGraph network = network(overrides);
        fit(network, 0);
        new CheckpointWriter().writeState(file(), network, info(), Optional.empty());
        return network;
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "nesterov", "adam", "adamw"})
    void aRestoredNetworkGoesOnToTheBit(String optimizer) {
        String[] overrides = {"train.optimizer.type=" + optimizer, "train.schedule.type=one-cycle"};
        ComputationGraph network = saved(overrides);
        ComputationGraph restored = Checkpoint.open(file()).network();
        ComputationGraph rebuilt = network(overrides);
        Checkpoint.open(file()).loadInto(rebuilt);
        for (int epoch = 1; epoch < 3; epoch++) {
            fit(network, epoch);
            fit(restored, epoch);
            fit(rebuilt, epoch);
            assertThat(restored.score()).isEqualTo(network.score());
            assertThat(rebuilt.score()).isEqualTo(network.score());
        }
        assertThat(restored.params()).isEqualTo(network.params());
        assertThat(rebuilt.params()).isEqualTo(network.params());
        assertThat(restored.getUpdater().getStateViewArray())
                .isEqualTo(network.getUpdater().getStateViewArray());
        assertThat(restored.getConfiguration().getIterationCount()).isEqualTo(15);
        assertThat(rebuilt.getConfiguration().getEpochCount()).isEqualTo(3);
    }

    @Test
    void dl4jReadsTheFile() throws IOException {
        ComputationGraph network = saved();
        ComputationGraph restored = ModelSerializer.restoreComputationGraph(file().toFile(), true);
        assertThat(restored.params()).isEqualTo(network.params());
        assertThat(restored.getUpdater().getStateViewArray())
                .isEqualTo(network.getUpdater().getStateViewArray());
        assertThat(restored.getConfiguration().getIterationCount()).isEqualTo(5);
    }

    @Test
    void theDescriptionReadsBackEqual() {
        saved();
        CheckpointInfo read = Checkpoint.open(file()).info();
        assertThat(read).isEqualTo(info());
        assertThat(read.codeVersion()).matches("\\d+\\.\\d+.*");
        assertThat(read.progress().history().best().orElseThrow().evaluation().perClass())
                .containsExactly(Map.entry("zebra", 50.0), Map.entry("ape", 72.5));
    }

    @Test
    void theBestNumberStandsWherePeopleLook() throws IOException {
        saved();
        try (ZipFile zip = new ZipFile(file().toFile())) {
            assertThat(new String(
                            zip.getInputStream(zip.getEntry("tresnet4j.json")).readAllBytes()))
                    .contains("\"metric\" : \"mAP\"", "\"metricValue\" : 61.25");
        }
    }

    @Test
    void theAverageReadsBackEqual() {
        ComputationGraph network = network();
        INDArray average = network.params().mul(0.5);
        new CheckpointWriter()
                .writeState(
                        file(),
                        network,
                        info().at(new Progress(5, 1, 0, 5, 0, 1.5, History.EMPTY)),
                        Optional.of(average));
        assertThat(Checkpoint.open(file()).average()).contains(average);
    }

    @Test
    void aModelCarriesNoTrainingState() throws IOException {
        ComputationGraph network = network();
        fit(network, 0);
        new CheckpointWriter().writeModel(file(), network, info());
        try (ZipFile zip = new ZipFile(file().toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .containsExactlyInAnyOrder("tresnet4j.json", "configuration.json", "coefficients.bin");
        }
        assertThat(Checkpoint.open(file()).network().params()).isEqualTo(network.params());
        assertThat(Checkpoint.open(file()).average()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100, 5000})
    void aFailedWriteLeavesTheEarlierFileAndNoOther(int capacity) throws IOException {
        saved();
        byte[] before = Files.readAllBytes(file());
        CheckpointWriter full = new CheckpointWriter(path -> new FullDisk(Files.newOutputStream(path), capacity));
        assertThatThrownBy(() -> full.writeState(file(), network("model.hidden=4000"), info(), Optional.empty()))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(file() + ": cannot be written (No space left on device); the earlier file is untouched; "
                        + "free disk space or make the folder writable")
                .hasCauseInstanceOf(IOException.class);
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
        assertThat(folder.toFile().list()).containsExactly("state.zip");
    }

    @Test
    void aFolderThatIsGoneIsNamed() {
        Path gone = folder.resolve("gone/state.zip");
        assertThatThrownBy(() -> new CheckpointWriter().writeModel(gone, network(), info()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(gone + ": cannot be written");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> Checkpoint.open(file()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file() + ": there is no such file");
    }

    @Test
    void aFileThatIsNoZipIsRefused() throws IOException {
        Files.writeString(file(), "hello");
        assertThatThrownBy(() -> Checkpoint.open(file()))
                .hasMessageStartingWith(file() + ": not a checkpoint, or cut short");
    }

    @Test
    void aFileThatIsCutShortIsRefused() throws IOException {
        saved();
        byte[] bytes = Files.readAllBytes(file());
        Files.write(file(), Arrays.copyOf(bytes, bytes.length / 2));
        assertThatThrownBy(() -> Checkpoint.open(file()))
                .hasMessageStartingWith(file() + ": not a checkpoint, or cut short");
    }

    @Test
    void damageInsideIsNoticed() throws IOException {
        saved("model.hidden=2000");
        byte[] bytes = Files.readAllBytes(file());
        // far inside the coefficients, which are most of the file
        bytes[bytes.length / 3] ^= 0x10;
        Files.write(file(), bytes);
        assertThatThrownBy(() -> Checkpoint.open(file()).network())
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(" is damaged (checksum); take another checkpoint");
    }

    @Test
    void anotherZipFileIsRefused() throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file()))) {
            zip.putNextEntry(new ZipEntry("a.txt"));
        }
        assertThatThrownBy(() -> Checkpoint.open(file()))
                .hasMessageContaining("a zip file, but not a tresnet4j checkpoint (no tresnet4j.json in it)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"configuration.json", "coefficients.bin"})
    void aMissingEntryIsNamed(String entry) throws IOException {
        saved();
        rewrite(entry, text -> null);
        assertThatThrownBy(() -> Checkpoint.open(file())).hasMessageContaining(entry + " is missing in it");
    }

    @Test
    void aNewerFormatIsRefused() throws IOException {
        saved();
        rewrite("tresnet4j.json", text -> text.replace("\"formatVersion\" : 2", "\"formatVersion\" : 3"));
        assertThatThrownBy(() -> Checkpoint.open(file()))
                .hasMessageContaining("has format 3, and this version of tresnet4j")
                .hasMessageContaining("reads up to 2");
    }

    @Test
    void anOlderFormatIsRefused() throws IOException {
        saved();
        rewrite("tresnet4j.json", text -> text.replace("\"formatVersion\" : 2", "\"formatVersion\" : 1"));
        assertThatThrownBy(() -> Checkpoint.open(file()))
                .hasMessageContaining("has the old format 1")
                .hasMessageContaining("export --format safetensors");
    }

    @Test
    void aDamagedDescriptionIsNamed() throws IOException {
        saved();
        rewrite("tresnet4j.json", text -> "{");
        assertThatThrownBy(() -> Checkpoint.open(file())).hasMessageContaining("tresnet4j.json is damaged");
    }

    @Test
    void aNetworkOfAnotherWidthIsRefusedWithTheShapes() {
        saved();
        CheckpointException failure = catchThrowableOfType(
                CheckpointException.class, () -> Checkpoint.open(file()).loadInto(network("model.hidden=9")));
        assertThat(failure)
                .hasMessageContaining("is of another architecture")
                .hasMessageContaining("'hidden_W' is [2, 8] in the checkpoint and [2, 9] in the network");
    }

    @Test
    void anotherOptimizerIsRefused() {
        saved();
        assertThatThrownBy(() -> Checkpoint.open(file()).loadInto(network("train.optimizer.type=adam")))
                .hasMessageContaining("was trained with another optimizer");
    }

    /** Copies the file with one entry changed, or removed where the change gives null. */
    private void rewrite(String changed, UnaryOperator<String> change) throws IOException {
        Path copy = folder.resolve("copy.zip");
        try (ZipFile zip = new ZipFile(file().toFile());
                ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(copy))) {
            for (ZipEntry entry : zip.stream().toList()) {
                byte[] bytes = zip.getInputStream(entry).readAllBytes();
                String text = entry.getName().equals(changed) ? change.apply(new String(bytes)) : "";
                if (text != null) {
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    out.write(text.isEmpty() ? bytes : text.getBytes());
                }
            }
        }
        Files.move(copy, file(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /** Takes so many bytes and no more. */
    private static final class FullDisk extends OutputStream {

        private final OutputStream out;
        private int left;

        FullDisk(OutputStream out, int capacity) {
            this.out = out;
            this.left = capacity;
        }

        @Override
        public void write(int b) throws IOException {
            if (left-- <= 0) {
                throw new IOException("No space left on device");
            }
            out.write(b);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
