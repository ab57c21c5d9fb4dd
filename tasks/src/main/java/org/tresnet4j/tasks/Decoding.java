package org.tresnet4j.tasks;

import org.tresnet4j.datasets.cifar.CifarDecoder;
import org.tresnet4j.datasets.image.ImageDecoder;

/** From the paths of every {@link DataFormat} to pictures. */
final class Decoding {

    private Decoding() {}

    static ImageDecoder decoder() {
        return new CifarDecoder(ImageDecoder.openCv());
    }
}
