package org.tresnet4j.classification.task;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.tresnet4j.runner.Training;
import org.tresnet4j.runner.Training.Outcome;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.listen.Step;
import org.tresnet4j.runner.listen.TrainingListener;

/** A small set of drawings on disk, a folder for each class, and runs on it. */
record Drawings(Path root) {

    static final List<String> CLASSES = List.of("cross", "disc", "stripes");

    private static final Path CONFIGS = Path.of("").toAbsolutePath().getParent().resolve("configs/classification");

    /** So many images of each class in each of train and val. */
    static Drawings of(Path root, int train, int validation) throws IOException {
        SplittableRandom random = new SplittableRandom(3);
        for (String name : CLASSES) {
            draw(root.resolve("train").resolve(name), name, train, random);
            draw(root.resolve("val").resolve(name), name, validation, random);
        }
        return new Drawings(root);
    }

    private static void draw(Path folder, String name, int count, SplittableRandom random) throws IOException {
        Files.createDirectories(folder);
        for (int i = 0; i < count; i++) {
            int width = random.nextInt(40, 60);
            int height = random.nextInt(40, 60);
            BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = picture.createGraphics();
            graphics.setColor(new Color(random.nextInt(80), random.nextInt(80), random.nextInt(80)));
            graphics.fillRect(0, 0, width, height);
            graphics.setColor(new Color(random.nextInt(120, 256), random.nextInt(120, 256), random.nextInt(120, 256)));
            int x = random.nextInt(5, 12);
            int y = random.nextInt(5, 12);
            switch (name) {
                case "disc" -> graphics.fillOval(x, y, 26, 26);
                case "cross" -> {
                    graphics.fillRect(x + 10, y, 6, 26);
                    graphics.fillRect(x, y + 10, 26, 6);
                }
                default -> {
                    for (int stripe = 0; stripe < 26; stripe += 6) {
                        graphics.fillRect(x, y + stripe, 26, 3);
                    }
                }
            }
            graphics.dispose();
            ImageIO.write(picture, "png", folder.resolve(i + ".png").toFile());
        }
    }

    /** Trains a shipped configuration, made small. */
    Outcome train(Path out, List<Double> losses, String... overrides) {
        List<String> all = new ArrayList<>(List.of(
                "data.root=" + root, "model.size=64", "train.logEvery=1", "data.batchSize=8", "train.epochs=1"));
        all.addAll(List.of(overrides));
        return new Training(Tasks.installed())
                .listen(new TrainingListener() {
                    @Override
                    public void stepped(Step step) {
                        losses.add(step.loss());
                    }
                })
                .run(CONFIGS.resolve("tiny-bccd-crops.yaml"), withoutRepeats(all), Optional.of(out));
    }

    /** A later override of the same key takes the place of the earlier. */
    private static List<String> withoutRepeats(List<String> overrides) {
        List<String> kept = new ArrayList<>();
        for (String override : overrides) {
            String key = override.substring(0, override.indexOf('=') + 1);
            kept.removeIf(other -> other.startsWith(key));
            kept.add(override);
        }
        return kept;
    }
}
