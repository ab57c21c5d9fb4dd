package org.tresnet4j.tasks;

import org.tresnet4j.datasets.cifar.CifarDecoder;
import org.tresnet4j.datasets.image.ImageDecoder;
import org.tresnet4j.runner.spi.FileSource;

/** From the paths of every {@link DataFormat} to pictures. */
final class Decoding {

    private Decoding() {}

    static ImageDecoder decoder() {
        return new CifarDecoder(ImageDecoder.openCv());
    }

    /** Of picture files that another process describes. */
    static ImageDecoder decoder(FileSource files) {
        return ImageDecoder.openCv(files::read);
    }
}
