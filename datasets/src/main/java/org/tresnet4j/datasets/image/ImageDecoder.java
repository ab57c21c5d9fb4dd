package org.tresnet4j.datasets.image;

import java.nio.file.Files;
import java.nio.file.Path;

/** From a file to pixels. Implementations are safe for several threads at once. */
public interface ImageDecoder {

    /** The decoder for JPEG, PNG, BMP, TIFF, WebP and whatever else OpenCV reads. */
    static ImageDecoder openCv() {
        return openCv(Files::readAllBytes);
    }

    /** The same for pictures that do not lie on the disk. */
    static ImageDecoder openCv(ImageBytes bytes) {
        return new OpenCvDecoder(bytes);
    }

    /**
     * The picture upright, as its EXIF orientation wants it. Grey and palette pictures become RGB; CMYK is taken as Adobe
     * writes it; transparency is left out, not blended with anything; of 16 bits the upper 8 are taken.
     *
     * @return to be closed by the caller
     * @throws ImageException if the file is missing, empty, no picture or cut off
     */
    RgbImage decode(Path file);

    /**
     * The picture at the size its annotations were made for. If only the picture without its EXIF rotation has that size,
     * the annotations were made on that, and so it is taken.
     *
     * @param width pixels
     * @param height pixels
     * @return to be closed by the caller
     * @throws ImageException as {@link #decode(Path)}, or if the picture has another size
     */
    RgbImage decode(Path file, int width, int height);
}
