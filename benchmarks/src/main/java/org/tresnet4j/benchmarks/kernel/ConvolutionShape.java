package org.tresnet4j.benchmarks.kernel;

import com.google.common.base.Splitter;
import java.util.List;

/**
 * Square maps, written as {@code 8x64x56}.
 *
 * @param images in a batch
 */
record ConvolutionShape(long images, long channels, long side) {

    static ConvolutionShape parse(String text) {
        List<Long> numbers =
                Splitter.on('x').splitToStream(text).map(Long::valueOf).toList();
        if (numbers.size() != 3) {
            throw new IllegalArgumentException("shape '" + text + "' is not IMAGESxCHANNELSxSIDE, such as 8x64x56");
        }
        return new ConvolutionShape(numbers.get(0), numbers.get(1), numbers.get(2));
    }

    /** Multiplications and additions of one direct pass of a 3×3 filter. */
    double flop() {
        return 2.0 * 9 * images * side * side * channels * channels;
    }
}
