package org.tresnet4j.benchmarks.memory;

import java.util.List;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.runner.config.Key;

/**
 * What is trained on.
 *
 * @param sizes pixels a side, one batch after another
 * @param batch images in a batch
 * @param batches in an epoch
 */
public record MemoryConfig(
        @Key(value = "pixels a side of the images, each a multiple of 32; one size a batch, in turn", min = 32)
        List<Integer> sizes,

        @Key(value = "images in a batch", min = 1) int batch,

        @Key(value = "batches in an epoch", min = 1) int batches) {

    public MemoryConfig {
        if (sizes.isEmpty()) {
            throw new IllegalArgumentException("sizes is empty; name at least one, e.g. [96, 128, 160]");
        }
        sizes.forEach(side -> TResNet.requireSide(side, TResNet.STRIDE));
    }
}
