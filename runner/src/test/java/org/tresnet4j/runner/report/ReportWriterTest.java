package org.tresnet4j.runner.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tresnet4j.runner.device.Doctor;
import org.tresnet4j.runner.listen.History;
import org.tresnet4j.runner.listen.Measurement;
import org.tresnet4j.runner.listen.Step;
import org.tresnet4j.runner.spi.Evaluation;
import org.tresnet4j.runner.spi.Picture;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

class ReportWriterTest {

    @TempDir
    private Path folder;

    private Path page() {
        return folder.resolve("report.html");
    }

    private static History history() {
        History history = History.EMPTY;
        for (int i = 1; i <= 400; i++) {
            double loss = 3 * Math.exp(-i / 90.0) + 0.25 + 0.08 * Math.sin(i * 1.7);
            double rate = 1e-2 * (1 + Math.cos(Math.PI * i / 400)) / 2;
            history = history.with(new Step(
                    i * 20L, 1 + i / 34, loss, ImmutableMap.of(), rate, 150, 0.02, Duration.ZERO, 1L << 30, true));
        }
        for (int epoch = 1; epoch <= 12; epoch++) {
            double map = 82 - 60 * Math.exp(-epoch / 4.0);
            history = history.with(new Measurement(
                    epoch,
                    epoch * 666L,
                    true,
                    20,
                    new Evaluation(
                            ImmutableMap.of("mAP", map, "CF1", 74.31, "OF1", 77.02, "CP", 81.5, "CR", 69.9),
                            "mAP",
                            ImmutableMap.of(
                                    "person <b>", 97.2, "zebra & co", 93.1, "toaster", 22.5, "hair drier", 0.0))));
        }
        return history;
    }

    private Picture picture(int i, String caption) throws IOException {
        BufferedImage image = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.getHSBColor(i / 5f, 0.45f, 0.75f));
        graphics.fillRect(0, 0, 320, 240);
        graphics.setColor(Color.WHITE);
        graphics.fillOval(60 + 20 * i, 50, 140, 140);
        graphics.dispose();
        Path file = folder.resolve("picture-" + i + ".png");
        ImageIO.write(image, "png", file.toFile());
        return new Picture(file, caption);
    }

    private RunReport report() throws IOException {
        return new RunReport(
                "multilabel-coco-20261124-101500",
                "multilabel",
                Optional.empty(),
                152.3,
                Duration.ofSeconds(45296),
                history(),
                List.of(
                        picture(1, "person 0.98, dog 0.91 <script>alert(1)</script>"),
                        picture(2, "zebra 0.99"),
                        picture(3, "toaster 0.42, cup 0.40"),
                        picture(4, "nothing above 0.5")),
                "task: multilabel\nseed: 42\ntrain:\n  epochs: 80\n  note: \"<&>\"\n",
                Doctor.describe());
    }

    private Document written(RunReport report) throws IOException, ParserConfigurationException, SAXException {
        new ReportWriter(new ReportWriter.Targets(
                        page(), folder, folder.resolve("steps.csv"), folder.resolve("evaluations.csv")))
                .write(report);
        DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
        String xml = Files.readString(page()).replace("<!DOCTYPE html>", "");
        return builder.parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void isWellFormedAndNamesWhatMatters() throws Exception {
        Document page = written(report());
        String text = page.getDocumentElement().getTextContent();
        assertThat(text)
                .contains("multilabel-coco-20261124-101500", "79.01", "mAP, best after epoch 12, averaged weights")
                .contains("CF1", "12:34:56", "zebra & co", "person <b>", "epochs: 80", "Java");
    }

    @Test
    void needsNoOtherFile() throws Exception {
        Document page = written(report());
        NodeList all = page.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            for (String attribute : List.of("src", "srcset", "href")) {
                String value = ((org.w3c.dom.Element) all.item(i)).getAttribute(attribute);
                assertThat(value).matches(v -> v.isEmpty() || v.startsWith("data:image/"));
            }
        }
        assertThat(Files.readString(page())).doesNotContain("http://", "https://", "@import", "url(");
        assertThat(page.getElementsByTagName("img").getLength()).isEqualTo(4 + 4);
    }

    @Test
    void escapesWhatComesFromOutside() throws Exception {
        Document page = written(report());
        assertThat(page.getElementsByTagName("script").getLength()).isZero();
        assertThat(page.getElementsByTagName("b").getLength()).isZero();
    }

    @Test
    void writesTheCurvesAsFilesToo() throws Exception {
        written(report());
        for (String file : List.of("loss.png", "learning-rate.png", "metric.png")) {
            assertThat(ImageIO.read(folder.resolve(file).toFile()).getWidth()).isGreaterThan(500);
        }
    }

    @Test
    void aRunWithoutEvaluationHasAPageToo() throws Exception {
        RunReport full = report();
        Document page = written(new RunReport(
                "early",
                "toy",
                Optional.of("Training was stopped before its planned end."),
                0,
                Duration.ZERO,
                History.EMPTY,
                List.of(),
                full.config(),
                List.of()));
        assertThat(page.getDocumentElement().getTextContent())
                .contains("No evaluation was made.", "Training was stopped before its planned end.");
    }
}
