package org.tresnet4j.datasets.cifar;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.tresnet4j.datasets.image.ImageDecoder;
import org.tresnet4j.datasets.image.ImageException;
import org.tresnet4j.datasets.image.ImageException.Fault;
import org.tresnet4j.datasets.image.RgbImage;

/** Decodes the paths FILE.bin/NUMBER of {@link CifarReader} itself, and has another decoder do the others. */
public final class CifarDecoder implements ImageDecoder {

    private final ImageDecoder others;

    /**
     * @param others for files of their own
     */
    public CifarDecoder(ImageDecoder others) {
        this.others = Objects.requireNonNull(others, "others");
    }

    @Override
    public RgbImage decode(Path file) {
        return isRecord(file) ? record(file) : others.decode(file);
    }

    @Override
    public RgbImage decode(Path file, int width, int height) {
        if (!isRecord(file)) {
            return others.decode(file, width, height);
        }
        if (width != CifarKind.SIDE || height != CifarKind.SIDE) {
            throw new ImageException(
                    file,
                    Fault.OTHER_SIZE,
                    "is 32x32 pixels but its annotations are for " + width + "x" + height,
                    null);
        }
        return record(file);
    }

    private static boolean isRecord(Path path) {
        Path file = path.getParent();
        return file != null && file.toString().endsWith(".bin") && Files.isRegularFile(file);
    }

    private static RgbImage record(Path path) {
        Path file = path.getParent();
        try (FileChannel channel = FileChannel.open(file)) {
            int number = Integer.parseInt(path.getFileName().toString());
            CifarKind kind = kind(file);
            ByteBuffer planes = ByteBuffer.allocate(3 * CifarKind.PIXELS);
            long from = (long) number * kind.recordBytes() + kind.labelOffset() + 1;
            while (planes.hasRemaining()) {
                if (channel.read(planes, from + planes.position()) < 0) {
                    throw new ImageException(path, Fault.CUT_OFF, "is beyond the end of its file", null);
                }
            }
            return RgbImage.of(CifarKind.SIDE, CifarKind.SIDE, interleaved(planes.array()));
        } catch (NumberFormatException e) {
            throw new ImageException(path, Fault.UNREADABLE, "is not a record of a CIFAR file: those have numbers", e);
        } catch (IOException e) {
            throw new ImageException(path, Fault.UNREADABLE, "cannot be read: " + e, e);
        }
    }

    /** The files of the two data sets have different names. */
    private static CifarKind kind(Path file) {
        return CifarKind.CIFAR_100.has(file.getFileName().toString()) ? CifarKind.CIFAR_100 : CifarKind.CIFAR_10;
    }

    /** From plane by plane to pixel by pixel. */
    private static byte[] interleaved(byte[] planes) {
        byte[] rgb = new byte[planes.length];
        for (int pixel = 0; pixel < CifarKind.PIXELS; pixel++) {
            for (int colour = 0; colour < 3; colour++) {
                rgb[3 * pixel + colour] = planes[colour * CifarKind.PIXELS + pixel];
            }
        }
        return rgb;
    }
}
