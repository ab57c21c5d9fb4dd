package org.tresnet4j.examples.trained;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.image.ImageException;
import org.tresnet4j.datasets.synthetic.ShapesDataset;
import org.tresnet4j.datasets.synthetic.ShapesOptions;
import org.tresnet4j.detection.task.Detector;
import org.tresnet4j.examples.CompiledProgram;
import org.tresnet4j.multilabel.task.Tagger;
import org.tresnet4j.runner.TrainedModel;
import org.tresnet4j.runner.Training;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.spi.TaskException;
import org.tresnet4j.tasks.ClassScore;

/** The programs of docs/java.md compile, run and say what the command would. */
class DocumentedProgramsTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern PROGRAM =
            Pattern.compile("```java\n(.*?public final class (\\w+) .*?)```", Pattern.DOTALL);

    /** The networks have hardly learnt anything. */
    private static final String DOUBTFUL_TOO = "detections.scoreThreshold=0.0001";

    @TempDir
    static Path folder;

    private static Path detector;
    private static Path tagger;
    private static Path photo;

    @BeforeAll
    static void trainALittle() {
        Path shapes = folder.resolve("shapes");
        ShapesDataset.generate(
                shapes, ShapesOptions.defaults().withImages(32, 8).withSide(96).withSeed(3));
        photo = shapes.resolve("images/val/000001.jpg");
        detector = train("detection", shapes);
        tagger = train("multilabel", shapes);
    }

    private static Path train(String task, Path shapes) {
        Path run = folder.resolve(task);
        List<String> overrides = List.of("data.root=" + shapes, "train.epochs=1", "train.evaluateEvery=1");
        new Training(Tasks.installed())
                .run(ROOT.resolve("configs/" + task + "/tiny-shapes.yaml"), overrides, Optional.of(run));
        return run;
    }

    @Test
    void findsObjects() throws Exception {
        assertThat(run("FindObjects", detector, photo)).contains(" in all, the doubtful ones included");
    }

    @Test
    void theReadmesLinesCompile() throws Exception {
        String lines = Pattern.compile("```java\n(for \\(Detector.Found .*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("README.md")))
                .results()
                .findFirst()
                .orElseThrow()
                .group(1);
        String source = "import java.nio.file.Path;import org.tresnet4j.detection.task.Detector;"
                + "public final class Lines { static void run() {" + lines + "} }";
        CompiledProgram.of("Lines", source, Files.createTempDirectory(folder, "lines"))
                .close();
    }

    @Test
    void tagsPictures() throws Exception {
        assertThat(run("TagPictures", tagger, photo).lines())
                .hasSameSizeAs(Tagger.load(tagger).classes());
    }

    @Test
    void findsInAFileWhatTheCommandDoes() {
        List<Detector.Found> found = Detector.load(detector, DOUBTFUL_TOO).detect(photo);
        Path out = folder.resolve("predictions");
        TrainedModel.load(Tasks.installed(), detector, List.of(DOUBTFUL_TOO)).predict(List.of(photo), out);
        assertThat(out.resolve("detections.json"))
                .content()
                .contains(box(found.get(0).box()));
        assertThat(found).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
    }

    private static String box(Box box) {
        return String.valueOf(box.x1());
    }

    @Test
    void findsTheSameInTheBytesOfAFile() throws IOException {
        Detector loaded = Detector.load(detector, DOUBTFUL_TOO);
        assertThat(loaded.detect(Files.readAllBytes(photo))).isNotEmpty().isEqualTo(loaded.detect(photo));
    }

    @Test
    void servesSeveralThreadsAtOnce() {
        Tagger loaded = Tagger.load(tagger);
        List<ClassScore> alone = loaded.tag(photo);
        assertThat(IntStream.range(0, 8).parallel().mapToObj(i -> loaded.tag(photo)))
                .allMatch(alone::equals);
    }

    @Test
    void takesChangesOfTheConfiguration() {
        assertThat(Detector.load(detector, DOUBTFUL_TOO, "detections.most=1").detect(photo))
                .hasSize(1);
    }

    @Test
    void saysWhatAModelOfAnotherTaskIs() {
        assertThatThrownBy(() -> Detector.load(tagger))
                .isInstanceOf(TaskException.class)
                .hasMessageContainingAll(tagger.toString(), "'multilabel'", "'detection'");
    }

    @Test
    void refusesBytesThatAreNoPicture() {
        Tagger loaded = Tagger.load(tagger);
        assertThatThrownBy(() -> loaded.tag(new byte[] {1, 2, 3}))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("picture in memory");
    }

    @Test
    void namesTheVersionsOfThisBuild() throws IOException {
        List<String> versions = Pattern.compile("<version>(.*?)</version>")
                .matcher(Files.readString(ROOT.resolve("docs/java.md")))
                .results()
                .map(version -> version.group(1))
                .toList();
        String build = Files.readString(ROOT.resolve("pom.xml"));
        assertThat(versions).hasSize(5).allSatisfy(version -> assertThat(build).contains(">" + version + "<"));
    }

    /** What a program of the document prints. */
    private static String run(String name, Path model, Path picture) throws Exception {
        Matcher program = PROGRAM.matcher(Files.readString(ROOT.resolve("docs/java.md")));
        while (program.find()) {
            if (program.group(2).equals(name)) {
                return output(name, program.group(1), model, picture);
            }
        }
        throw new AssertionError("docs/java.md has no program " + name);
    }

    private static String output(String name, String source, Path model, Path picture) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        try (CompiledProgram program = CompiledProgram.of(name, source, Files.createTempDirectory(folder, name))) {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            String[] arguments = {model.toString(), picture.toString()};
            program.type().getMethod("main", String[].class).invoke(null, (Object) arguments);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }
}
