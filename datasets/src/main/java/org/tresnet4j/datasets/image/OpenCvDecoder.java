package org.tresnet4j.datasets.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.opencv.core.CvException;
import org.opencv.core.Mat;
import org.opencv.core.MatOfByte;
import org.opencv.imgcodecs.Imgcodecs;
import org.opencv.imgproc.Imgproc;

/** Reads the file in Java, for OpenCV's own reading knows no other paths than those of the system's code page. */
final class OpenCvDecoder implements ImageDecoder {

    private static final int UPRIGHT = Imgcodecs.IMREAD_COLOR;
    private static final int AS_STORED = Imgcodecs.IMREAD_COLOR | Imgcodecs.IMREAD_IGNORE_ORIENTATION;

    private final ImageBytes files;

    OpenCvDecoder(ImageBytes files) {
        OpenCv.load();
        this.files = files;
    }

    @Override
    public RgbImage decode(Path file) {
        return decode(file, read(file), UPRIGHT);
    }

    @Override
    public RgbImage decode(Path file, int width, int height) {
        byte[] bytes = read(file);
        RgbImage upright = decode(file, bytes, UPRIGHT);
        if (upright.width() == width && upright.height() == height) {
            return upright;
        }
        String found = upright.width() + "x" + upright.height();
        boolean turned = upright.width() == height && upright.height() == width;
        upright.close();
        if (turned) {
            RgbImage stored = decode(file, bytes, AS_STORED);
            if (stored.width() == width && stored.height() == height) {
                return stored;
            }
            stored.close();
        }
        throw new ImageException(
                file,
                ImageException.Fault.OTHER_SIZE,
                "is " + found + " pixels but its annotations are for " + width + "x" + height
                        + ": they belong to another picture, or this one was resized",
                null);
    }

    private byte[] read(Path file) {
        try {
            byte[] bytes = files.of(file);
            if (bytes.length == 0) {
                throw new ImageException(file, ImageException.Fault.CUT_OFF, "is empty", null);
            }
            return bytes;
        } catch (NoSuchFileException e) {
            throw new ImageException(file, ImageException.Fault.MISSING, "does not exist", e);
        } catch (IOException e) {
            throw new ImageException(
                    file,
                    ImageException.Fault.UNREADABLE,
                    Files.isDirectory(file) ? "is a folder, not a picture" : "cannot be read: " + e,
                    e);
        }
    }

    private static RgbImage decode(Path file, byte[] bytes, int flags) {
        if (JpegEnd.isJpeg(bytes) && !JpegEnd.isReached(bytes)) {
            throw new ImageException(
                    file, ImageException.Fault.CUT_OFF, "is a JPEG that has been cut off: copy it again", null);
        }
        MatOfByte coded = new MatOfByte(bytes);
        try {
            Mat pixels = Imgcodecs.imdecode(coded, flags);
            if (pixels.empty()) {
                throw new ImageException(
                        file,
                        "is not a picture in a format that OpenCV reads, or it is damaged (" + bytes.length
                                + " bytes)");
            }
            Imgproc.cvtColor(pixels, pixels, Imgproc.COLOR_BGR2RGB);
            return RgbImage.of(pixels);
        } catch (CvException e) {
            throw new ImageException(file, ImageException.Fault.UNREADABLE, "cannot be decoded: " + e.getMessage(), e);
        } finally {
            coded.release();
        }
    }
}
