package org.tresnet4j.backbone;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Real photographs, where the shared folder is; elsewhere made-up pictures, so that a test that wants some always runs. */
public final class Photographs {

    private static final String FOLDER = "data/bccd/images";
    private static final int COLOURS = 3;
    private static final double WHITE = 255;

    private Photographs() {}

    /** The first of them, [N,3,H,W] RGB in [0,1], squeezed to that size. */
    public static INDArray of(int count, int height, int width) {
        return folder().map(folder -> read(folder, count, height, width))
                .orElseGet(() -> Hashed.array(DataType.FLOAT, "images", 0.5, 0.5, count, COLOURS, height, width));
    }

    private static Optional<Path> folder() {
        String property = System.getProperty("tresnet4j.shared");
        Stream<Path> folders = property != null
                ? Stream.of(Path.of(property))
                : Stream.iterate(Path.of("").toAbsolutePath(), p -> p != null, Path::getParent)
                        .map(p -> p.resolve("shared"));
        return folders.map(shared -> shared.resolve(FOLDER))
                .filter(Files::exists)
                .findFirst();
    }

    private static INDArray read(Path folder, int count, int height, int width) {
        INDArray images = Nd4j.create(DataType.FLOAT, count, COLOURS, height, width);
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> files = all.sorted().limit(count).toList();
            for (int n = 0; n < count; n++) {
                fill(images.slice(n), squeezed(ImageIO.read(files.get(n).toFile()), height, width));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return images;
    }

    private static BufferedImage squeezed(BufferedImage image, int height, int width) {
        BufferedImage target = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = target.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return target;
    }

    private static void fill(INDArray planes, BufferedImage image) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                planes.putScalar(0, y, x, (rgb >> 16 & 0xFF) / WHITE);
                planes.putScalar(1, y, x, (rgb >> 8 & 0xFF) / WHITE);
                planes.putScalar(2, y, x, (rgb & 0xFF) / WHITE);
            }
        }
    }
}
