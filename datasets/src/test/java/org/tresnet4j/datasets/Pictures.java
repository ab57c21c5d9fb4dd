package org.tresnet4j.datasets;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.Annotation;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.image.RgbImage;
import org.tresnet4j.datasets.transform.Sample;

/** Pictures made with Java's own imaging, which knows nothing of OpenCV. */
public final class Pictures {

    private Pictures() {}

    /** All of one colour. */
    public static BufferedImage plain(int width, int height, Color colour) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        fill(picture, 0, 0, width, height, colour);
        return picture;
    }

    public static void fill(BufferedImage picture, int x, int y, int width, int height, Color colour) {
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(colour);
        graphics.fillRect(x, y, width, height);
        graphics.dispose();
    }

    /** The format is the file's extension. */
    public static Path write(BufferedImage picture, Path file) throws IOException {
        String name = file.getFileName().toString();
        if (!ImageIO.write(picture, name.substring(name.lastIndexOf('.') + 1), file.toFile())) {
            throw new IOException("no writer for " + file);
        }
        return file;
    }

    public static Color at(RgbImage image, int x, int y) {
        byte[] rgb = image.toBytes();
        int at = 3 * (y * image.width() + x);
        return new Color(rgb[at] & 0xFF, rgb[at + 1] & 0xFF, rgb[at + 2] & 0xFF);
    }

    public static RgbImage rgb(BufferedImage picture) {
        byte[] bytes = new byte[3 * picture.getWidth() * picture.getHeight()];
        for (int y = 0, i = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int pixel = picture.getRGB(x, y);
                bytes[i++] = (byte) (pixel >> 16);
                bytes[i++] = (byte) (pixel >> 8);
                bytes[i++] = (byte) pixel;
            }
        }
        return RgbImage.of(picture.getWidth(), picture.getHeight(), bytes);
    }

    /** A sample in memory whose boxes are all of class 0. */
    public static Sample sample(BufferedImage picture, Box... boxes) {
        List<Annotation> annotations = List.of(boxes).stream()
                .map(b -> new Annotation(1, 0, b, b.area(), false))
                .toList();
        return Sample.of(
                new AnnotatedImage(1, Path.of("memory.png"), picture.getWidth(), picture.getHeight(), annotations),
                rgb(picture));
    }
}
