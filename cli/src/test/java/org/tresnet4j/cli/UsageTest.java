package org.tresnet4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad input: the exit code, and a line or two that name the culprit and the cure. */
class UsageTest {

    private final Shell shell = new Shell();

    @TempDir
    private Path folder;

    private Path config;

    @BeforeEach
    void config() throws IOException {
        config = Files.writeString(folder.resolve("toy.yaml"), ToyProvider.YAML);
    }

    static Stream<Arguments> wrongCommandLines() {
        return Stream.of(
                Arguments.of("tarin x.yaml", "Did you mean"),
                Arguments.of("train", "CONFIG"),
                Arguments.of("train missing.yaml", "missing.yaml: does not exist"),
                Arguments.of("train . --set a=b", ".: is not a file"),
                Arguments.of("eval missing-run", "missing-run does not exist"),
                Arguments.of("eval . --json .", "'.' is not the name of a file"),
                Arguments.of("predict missing-run x.jpg --out o", "missing-run does not exist"),
                Arguments.of("predict . missing.jpg --out o", "missing.jpg does not exist"),
                Arguments.of("predict . --out o", "IMAGE_OR_FOLDER"),
                Arguments.of("summary", "--model"),
                Arguments.of(
                        "summary --model resnet50", "there is no model 'resnet50'; known are tresnet_m, tresnet_l"),
                Arguments.of("summary --model tiny --classes 0", "--classes is 0"),
                Arguments.of("summary --model tiny --classes many", "'many' is not an int"),
                Arguments.of("summary --model tiny --size 100", "the nearest sizes are 96 and 128"),
                Arguments.of("bench --model tiny --size 225", "the nearest sizes are 224 and 256"),
                Arguments.of("bench --model tiny --size 0", "the nearest sizes are 32 and 64"),
                Arguments.of("bench --model tiny --size big", "'big' is not a number of pixels"),
                Arguments.of("bench --model tiny --size 32 --batch 0", "--batch is 0"),
                Arguments.of("help tarin", "'tresnet' has no command 'tarin'; there are train, lr-find"),
                Arguments.of("help data spilt", "'tresnet data' has no command 'spilt'; there are split, check"),
                Arguments.of("help train data", "'tresnet train' has no commands of its own"),
                Arguments.of("data check", "CONFIG_OR_ANNOTATIONS"),
                Arguments.of("data check a.json --images none", "--images none is not a folder"),
                Arguments.of("data check a.json --images . --set data.root=b", "--set changes a YAML file"),
                Arguments.of("data split a.json", "--out"),
                Arguments.of("data split a.json --out o --validation 0", "validation is 0.0, expected above 0"),
                Arguments.of("data split a.json --out o --validation half", "'half' is not a double"),
                Arguments.of("data split a.json --out o --test 0.8", "leave nothing to train on"),
                Arguments.of("data crop missing.yaml", "--out"),
                Arguments.of("data crop missing.yaml --out .", ". already holds files"),
                Arguments.of("data crop missing.yaml --out o --margin -1", "missing.yaml: does not exist"),
                Arguments.of("data crop missing.json --images . --out o --margin -1", "the margin is -1.0"),
                Arguments.of("data crop missing.json --images . --out o --format gif", "gif"),
                Arguments.of("doctor --now", "--now"));
    }

    @ParameterizedTest
    @MethodSource("wrongCommandLines")
    void refusesWrongCommandLines(String line, String message) {
        Shell.Result result = shell.run((Object[]) (line.isEmpty() ? new String[0] : line.split(" ")));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(message).doesNotContain("\tat ");
        assertThat(result.err().lines().count()).isLessThanOrEqualTo(2);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void namesEveryFaultOfAConfiguration() {
        Shell.Result result = shell.run("train", config, "--set", "train.epoch=3", "--set", "data.fault=hail");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains("train.epoch", "epochs", "data.fault", "hail")
                .doesNotContain("\tat ");
    }

    @Test
    void refusesAFolderWithoutImages() {
        Shell.Result result = shell.run("predict", folder, folder, "--out", folder.resolve("out"));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(folder + " has no images in it");
    }

    @Test
    void refusesToWritePredictionsOverAFile() {
        Shell.Result result = shell.run("predict", folder, config, "--out", config);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains(config + " is a file; choose another --out");
    }

    @Test
    void wantsAnOutFolderForACheckpoint() {
        Shell.Result result = shell.run("predict", config, config);
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err()).contains("--out FOLDER");
    }

    @Test
    void failsForWhatIsNoCheckpoint() {
        for (Path run : new Path[] {folder, config}) {
            Shell.Result result = shell.run("eval", run);
            assertThat(result.code()).isEqualTo(1);
            assertThat(result.err()).contains(run.toString()).doesNotContain("\tat ");
        }
    }

    @Test
    void failsForAFolderInUse() {
        Shell.Result result = shell.run("train", config, "--out", folder);
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains(folder + ": already holds files; choose another --out");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dataset|annotations.json: annotation 7: image 3 is not in images",
                "bug|nobody thought of this",
                "memory|out of memory (Physical memory usage is too high)",
                "library|no toy in java.library.path",
                "cuda|this build computes on CUDA 11.6, but no NVIDIA driver or device can be used here"
            })
    void failsInWords(String fault, String message) {
        String[] line = {"train", config.toString(), "--set", "data.fault=" + fault, "--out"};
        Shell.Result result = shell.run(line[0], line[1], line[2], line[3], line[4], folder.resolve("run"));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("tresnet train: ", message).doesNotContain("\tat ");

        Shell.Result after = shell.run(line[0], line[1], line[2], line[3], line[4], folder.resolve("run2"), "--debug");
        assertThat(after.code()).isEqualTo(1);
        assertThat(after.err()).contains(message, "\tat ");

        Shell.Result before = shell.run("--debug", line[0], line[1], line[2], line[3], line[4], folder.resolve("run3"));
        assertThat(before.err()).contains("\tat ");
    }

    @Test
    void demoNeedsItsConfiguration() {
        Shell.Result homeless = shell.run("demo");
        assertThat(homeless.code()).isEqualTo(1);
        assertThat(homeless.err()).contains("bin/tresnet");

        Shell.Result result = new Shell(Optional.of(folder)).run("demo", "--data", folder.resolve("data"));
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.err()).contains("tiny-shapes.yaml", "is missing");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train",
                "lr-find",
                "bench",
                "data stats",
                "data shard --out o",
                "data check",
                "data crop --out o"
            })
    void tellsAnnotationsFromARecipe(String line) throws IOException {
        Path annotations = Files.writeString(folder.resolve("a.json"), "{\"info\": {}, \"annotations\": []}");
        Shell.Result result = shell.run((Object[]) (line + " " + annotations).split(" "));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .contains(annotations + " is an annotation file")
                .doesNotContain("task", "train.epochs");
        assertThat(result.err().lines().count()).isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "help|Usage: tresnet |spark-train",
                "help train|Usage: tresnet train |--resume",
                "help data|Usage: tresnet data |split",
                "help data split|Usage: tresnet data split |--validation",
                "data help|Usage: tresnet data |split",
                "data help split|Usage: tresnet data split |--validation",
                "config help explain|Usage: tresnet config explain |KEY"
            })
    void helpsWhereItIsAskedTo(String line, String usage, String told) {
        Shell.Result result = shell.run((Object[]) line.split(" "));
        assertThat(result.code()).isZero();
        assertThat(result.out()).startsWith(usage).contains(told);
        assertThat(result.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "data", "config"})
    void showsWhatThereIsWhereNoCommandIsNamed(String group) {
        Shell.Result result = shell.run((Object[]) (group.isEmpty() ? new String[0] : new String[] {group}));
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.err())
                .isEqualTo(shell.run((Object[]) ("help " + group).split(" ")).out());
        assertThat(result.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "train, train.epochs=3",
        "predict, detections.drawn=0.3",
        "eval, data.root=/data/mine",
        "data check, data.root=/data/mine",
        "bench, precision=bfloat16"
    })
    void theExampleOfASettingSuitsTheCommand(String command, String example) {
        assertThat(shell.run((Object[]) (command + " --help").split(" ")).out()).contains("--set " + example);
    }

    @Test
    void helpsAndTellsItsVersion() {
        assertThat(shell.run("--version").out()).startsWith("tresnet4j 0.");
        assertThat(shell.run("--help").out())
                .contains("train", "eval", "predict", "demo", "summary", "bench", "doctor");
        Shell.Result result = shell.run("train", "--help");
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("CONFIG", "--set", "--out", "--debug");
    }
}
