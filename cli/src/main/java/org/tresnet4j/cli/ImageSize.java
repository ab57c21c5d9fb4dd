package org.tresnet4j.cli;

import org.tresnet4j.backbone.TResNet;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The side of square images, one that the network takes.
 *
 * @param pixels a multiple of {@link TResNet#STRIDE}
 */
record ImageSize(int pixels) {

    /** Names the nearest sizes that would do. */
    static final class Converter implements ITypeConverter<ImageSize> {

        @Override
        public ImageSize convert(String value) {
            int size;
            try {
                size = Integer.parseInt(value);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + value + "' is not a number of pixels");
            }
            int below = Math.floorDiv(size, TResNet.STRIDE) * TResNet.STRIDE;
            if (size < TResNet.STRIDE) {
                throw new TypeConversionException(
                        size + " is too small; the nearest sizes are " + TResNet.STRIDE + " and " + 2 * TResNet.STRIDE);
            }
            if (below != size) {
                throw new TypeConversionException(size + " is not a multiple of " + TResNet.STRIDE
                        + "; the nearest sizes are " + below + " and " + (below + TResNet.STRIDE));
            }
            return new ImageSize(size);
        }
    }
}
