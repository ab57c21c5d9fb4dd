package org.tresnet4j.datasets.image;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** JPEG files that no ordinary program would write on request, byte by byte. */
final class JpegBytes {

    private JpegBytes() {}

    static byte[] of(RenderedImage picture) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpg", out);
        return out.toByteArray();
    }

    /** With an EXIF segment that holds nothing but the orientation, 1 to 8. */
    static byte[] withOrientation(BufferedImage picture, int orientation) throws IOException {
        ByteArrayOutputStream exif = new ByteArrayOutputStream();
        exif.write("Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1));
        exif.write(new byte[] {0, 0, 0, 8}); // where the directory begins
        exif.write(new byte[] {0, 1}); // it has one entry:
        exif.write(new byte[] {0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0}); // a short
        exif.write(new byte[] {0, 0, 0, 0}); // and no directory follows
        return withSegment(of(picture), 0xE1, exif.toByteArray());
    }

    /** All of one ink mixture, 0 to 255 each, inverted as Adobe's programs write it. */
    static byte[] adobeCmyk(int side, int cyan, int magenta, int yellow, int black) throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, side, side, 4, null);
        int[] inks = {255 - cyan, 255 - magenta, 255 - yellow, 255 - black};
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                raster.setPixel(x, y, inks);
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(raster, null, null), null);
        } finally {
            writer.dispose();
        }
        byte[] noTransform = {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
        return withSegment(out.toByteArray(), 0xEE, noTransform);
    }

    /** Puts a segment right behind the start of the image. */
    static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int length = content.length + 2;
        out.write(jpeg, 0, 2);
        out.write(0xFF);
        out.write(marker);
        out.write(length >> 8);
        out.write(length);
        out.write(content, 0, content.length);
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }
}
