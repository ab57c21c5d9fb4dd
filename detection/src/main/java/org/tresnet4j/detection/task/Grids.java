package org.tresnet4j.detection.task;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.detection.anchor.AnchorGrid;

/** The grids of inputs by their size, each made once; for any number of threads. */
final class Grids {

    private final Map<Size, AnchorGrid> known = new ConcurrentHashMap<>();

    private record Size(int height, int width) {}

    /** The grid of images [N,3,H,W]. */
    AnchorGrid of(INDArray images) {
        return known.computeIfAbsent(
                new Size((int) images.size(2), (int) images.size(3)),
                size -> AnchorGrid.of(size.height(), size.width(), AnchorGrid.STRIDES));
    }
}
