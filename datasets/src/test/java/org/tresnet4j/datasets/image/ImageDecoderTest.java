package org.tresnet4j.datasets.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opencv.core.Core;
import org.tresnet4j.datasets.Pictures;

class ImageDecoderTest {

    private static final Color ORANGE = new Color(250, 120, 10);
    private static final int JPEG_ERROR = 6;

    private final ImageDecoder decoder = ImageDecoder.openCv();

    @TempDir
    private Path folder;

    private Color pixel(Path file, int x, int y) {
        try (RgbImage image = decoder.decode(file)) {
            return Pictures.at(image, x, y);
        }
    }

    private Path bytes(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static void assertAlike(Color found, Color expected) {
        assertThat(new int[] {found.getRed(), found.getGreen(), found.getBlue()})
                .satisfies(
                        rgb -> assertThat(Math.abs(rgb[0] - expected.getRed())).isLessThanOrEqualTo(JPEG_ERROR))
                .satisfies(rgb ->
                        assertThat(Math.abs(rgb[1] - expected.getGreen())).isLessThanOrEqualTo(JPEG_ERROR))
                .satisfies(
                        rgb -> assertThat(Math.abs(rgb[2] - expected.getBlue())).isLessThanOrEqualTo(JPEG_ERROR));
    }

    /** White but for an orange lower right quarter. */
    private static BufferedImage marked(int width, int height) {
        BufferedImage picture = Pictures.plain(width, height, Color.WHITE);
        Pictures.fill(picture, width / 2, height / 2, width - width / 2, height - height / 2, ORANGE);
        return picture;
    }

    @Test
    void channelsAreRedGreenBlue() throws IOException {
        Path file = Pictures.write(Pictures.plain(4, 3, ORANGE), folder.resolve("a.png"));
        assertThat(pixel(file, 2, 1)).isEqualTo(ORANGE);
    }

    @Test
    void aJpegHasItsSizeAndColours() throws IOException {
        Path file = Pictures.write(marked(64, 32), folder.resolve("a.jpg"));
        try (RgbImage image = decoder.decode(file)) {
            assertThat(image.width()).isEqualTo(64);
            assertThat(image.height()).isEqualTo(32);
            assertAlike(Pictures.at(image, 60, 28), ORANGE);
            assertAlike(Pictures.at(image, 4, 28), Color.WHITE);
        }
    }

    @Test
    void pathsMayHaveSpacesAndLettersOfAnyAlphabet() throws IOException {
        Path sub = Files.createDirectory(folder.resolve("Bilder für 日本 и т д"));
        Path file = Pictures.write(Pictures.plain(4, 3, ORANGE), sub.resolve("größe 1.png"));
        assertThat(pixel(file, 0, 0)).isEqualTo(ORANGE);
    }

    @Test
    void greyBecomesThreeEqualChannels() throws IOException {
        BufferedImage grey = new BufferedImage(4, 4, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setSample(1, 2, 0, 77);
        Path file = Pictures.write(grey, folder.resolve("grey.png"));
        assertThat(pixel(file, 1, 2)).isEqualTo(new Color(77, 77, 77));
    }

    @Test
    void greyJpegsToo() throws IOException {
        BufferedImage grey = new BufferedImage(16, 16, BufferedImage.TYPE_BYTE_GRAY);
        Path file = Pictures.write(grey, folder.resolve("grey.jpg"));
        assertThat(pixel(file, 5, 5)).isEqualTo(Color.BLACK);
    }

    @Test
    void transparencyIsLeftOutNotBlended() throws IOException {
        BufferedImage picture = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        picture.setRGB(0, 0, 0x00FA780A);
        picture.setRGB(1, 0, 0x80FA780A);
        Path file = Pictures.write(picture, folder.resolve("alpha.png"));
        assertThat(pixel(file, 0, 0)).isEqualTo(ORANGE);
        assertThat(pixel(file, 1, 0)).isEqualTo(ORANGE);
    }

    @Test
    void ofSixteenBitsTheUpperEightAreTaken() throws IOException {
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, 2, 2, 3, null);
        raster.setPixel(1, 1, new int[] {0xFA40, 0x7801, 0x0AFF});
        ComponentColorModel sixteenBits = new ComponentColorModel(
                java.awt.color.ColorSpace.getInstance(java.awt.color.ColorSpace.CS_sRGB),
                false,
                false,
                java.awt.Transparency.OPAQUE,
                DataBuffer.TYPE_USHORT);
        Path file = Pictures.write(new BufferedImage(sixteenBits, raster, false, null), folder.resolve("deep.png"));
        assertThat(pixel(file, 1, 1)).isEqualTo(ORANGE);
    }

    @Test
    void cmykBecomesRgb() throws IOException {
        Path file = bytes("cmyk.jpg", JpegBytes.adobeCmyk(16, 0, 128, 255, 0));
        assertAlike(pixel(file, 8, 8), new Color(255, 127, 0));
    }

    @Test
    void exifRotationIsApplied() throws IOException {
        // 6: the camera was turned, the stored picture must be turned clockwise
        Path file = bytes("turned.jpg", JpegBytes.withOrientation(marked(64, 32), 6));
        try (RgbImage image = decoder.decode(file)) {
            assertThat(image.width()).isEqualTo(32);
            assertThat(image.height()).isEqualTo(64);
            assertAlike(Pictures.at(image, 4, 60), ORANGE);
            assertAlike(Pictures.at(image, 28, 60), Color.WHITE);
        }
    }

    @Test
    void exifRotationIsAppliedIfTheAnnotationsWereMadeOnTheUprightPicture() throws IOException {
        Path file = bytes("turned.jpg", JpegBytes.withOrientation(marked(64, 32), 6));
        try (RgbImage image = decoder.decode(file, 32, 64)) {
            assertAlike(Pictures.at(image, 4, 60), ORANGE);
        }
    }

    @Test
    void exifRotationIsLeftOutIfTheAnnotationsWereMadeWithoutIt() throws IOException {
        Path file = bytes("turned.jpg", JpegBytes.withOrientation(marked(64, 32), 6));
        try (RgbImage image = decoder.decode(file, 64, 32)) {
            assertThat(image.width()).isEqualTo(64);
            assertAlike(Pictures.at(image, 60, 28), ORANGE);
        }
    }

    @Test
    void aPictureOfAnotherSizeThanItsAnnotationsIsRefused() throws IOException {
        Path file = Pictures.write(marked(64, 32), folder.resolve("a.png"));
        assertThatThrownBy(() -> decoder.decode(file, 640, 480))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith(file + ": is 64x32 pixels but its annotations are for 640x480");
    }

    @Test
    void anUnturnedPictureOfSwappedSidesIsRefused() throws IOException {
        Path file = Pictures.write(marked(64, 32), folder.resolve("a.png"));
        assertThatThrownBy(() -> decoder.decode(file, 32, 64)).isInstanceOf(ImageException.class);
    }

    @Test
    void aMissingFileIsNamed() {
        Path file = folder.resolve("gone.jpg");
        assertThatThrownBy(() -> decoder.decode(file))
                .isInstanceOfSatisfying(
                        ImageException.class, e -> assertThat(e.file()).isEqualTo(file))
                .hasMessage(file + ": does not exist");
    }

    @Test
    void anEmptyFileIsNamed() throws IOException {
        Path file = bytes("empty.jpg", new byte[0]);
        assertThatThrownBy(() -> decoder.decode(file)).hasMessage(file + ": is empty");
    }

    @Test
    void aFolderIsNamed() {
        assertThatThrownBy(() -> decoder.decode(folder))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("is a folder");
    }

    @Test
    void aTextFileIsNoPicture() throws IOException {
        Path file = Files.writeString(folder.resolve("text.jpg"), "not a picture at all");
        assertThatThrownBy(() -> decoder.decode(file))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith(file + ": is not a picture");
    }

    @Test
    void aJpegCutOffAnywhereIsRefused() throws IOException {
        byte[] whole = JpegBytes.of(marked(64, 64));
        for (int length = 3; length < whole.length; length += 7) {
            Path file = bytes("cut.jpg", Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> decoder.decode(file))
                    .isInstanceOf(ImageException.class)
                    .hasMessageStartingWith(file + ": ");
        }
    }

    @Test
    void aJpegWithoutItsLastTwoBytesIsSaidToBeCutOff() throws IOException {
        byte[] whole = JpegBytes.of(marked(64, 64));
        Path file = bytes("cut.jpg", Arrays.copyOf(whole, whole.length - 2));
        assertThatThrownBy(() -> decoder.decode(file)).hasMessageContaining("has been cut off");
    }

    @Test
    void theEndOfAThumbnailIsNotTakenForTheEndOfTheJpeg() throws IOException {
        byte[] thumbnail = JpegBytes.of(marked(8, 8));
        byte[] whole = JpegBytes.withSegment(JpegBytes.of(marked(64, 64)), 0xE1, thumbnail);
        Path file = bytes("cut.jpg", Arrays.copyOf(whole, whole.length - 10));
        assertThatThrownBy(() -> decoder.decode(file)).hasMessageContaining("has been cut off");
    }

    @Test
    void bytesAfterTheEndOfAJpegDoNoHarm() throws IOException {
        byte[] whole = JpegBytes.of(marked(64, 64));
        Path file = bytes("longer.jpg", Arrays.copyOf(whole, whole.length + 100));
        assertAlike(pixel(file, 60, 60), ORANGE);
    }

    @Test
    void aProgressiveJpegIsComplete() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpg").next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(marked(64, 64), null, null), parameters);
        }
        writer.dispose();
        assertAlike(pixel(bytes("progressive.jpg", out.toByteArray()), 60, 60), ORANGE);
    }

    @Test
    void aPngCutOffIsRefused() throws IOException {
        BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 64 * 64; i++) {
            noise.setRGB(i % 64, i / 64, i * 7919);
        }
        byte[] whole = Files.readAllBytes(Pictures.write(noise, folder.resolve("whole.png")));
        Path file = bytes("cut.png", Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> decoder.decode(file))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith(file + ": ");
    }

    @Test
    void openCvUsesNoThreadsOfItsOwn() {
        assertThat(Core.getNumThreads()).isEqualTo(1);
    }
}
