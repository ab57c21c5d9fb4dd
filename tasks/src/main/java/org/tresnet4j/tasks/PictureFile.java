package org.tresnet4j.tasks;

import java.nio.file.Path;
import org.opencv.core.Mat;
import org.opencv.imgcodecs.Imgcodecs;
import org.tresnet4j.runner.spi.TaskException;

/** Annotated pictures on disk. */
public final class PictureFile {

    private PictureFile() {}

    /**
     * Writes a picture of blue, green and red.
     *
     * @param file PNG or JPEG
     * @throws TaskException if it cannot be written
     */
    public static void write(Mat picture, Path file) {
        if (!Imgcodecs.imwrite(file.toString(), picture)) {
            throw new TaskException(file + ": could not be written; is the disk full?");
        }
    }

    /** A name in the letters that OpenCV can draw: ASCII. */
    public static String letters(String name) {
        return name.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
