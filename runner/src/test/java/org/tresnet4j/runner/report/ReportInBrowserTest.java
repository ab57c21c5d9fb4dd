package org.tresnet4j.runner.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.runner.Training;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.toy.Toys;

/** The page of a real run, as a real browser shows it. Skipped where there is no Chromium. */
class ReportInBrowserTest {

    private static final int WIDTH = 1200;
    private static final int HEIGHT = 1600;

    @TempDir
    private Path folder;

    private static Optional<String> chromium() {
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                        .map(path -> Path.of(path, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    private String browse(String browser, String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(
                        Stream.of(
                                browser,
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--user-data-dir=" + folder.resolve("profile"),
                                "--window-size=" + WIDTH + "," + HEIGHT),
                        Stream.of(arguments))
                .toList();
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("the browser ends").isTrue();
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    @Test
    void showsTheWholePage() throws Exception {
        Optional<String> browser = chromium();
        assumeTrue(browser.isPresent(), "there is no Chromium on the PATH");
        Path config = Files.writeString(folder.resolve("toy.yaml"), Toys.YAML);
        Path page = new Training(Tasks.installed())
                .run(config, List.of(), Optional.of(folder.resolve("run")))
                .folder()
                .report();
        String dom = browse(browser.get(), "--dump-dom", page.toUri().toString());
        assertThat(dom).contains("learning rate", "accuracy", "What the network says", "learningRate: 0.02");
        Path shot = folder.resolve("page.png");
        browse(browser.get(), "--screenshot=" + shot, page.toUri().toString());
        BufferedImage picture = ImageIO.read(shot.toFile());
        assertThat(picture.getWidth()).isEqualTo(WIDTH);
        // text, curves and pictures: not a white page
        long colours = Arrays.stream(picture.getRGB(0, 0, WIDTH, HEIGHT, null, 0, WIDTH))
                .distinct()
                .count();
        assertThat(colours).isGreaterThan(50);
    }
}
