package org.tresnet4j.detection.assign;

import java.util.List;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.detection.anchor.AnchorGrid;

/** Decides which box each location learns. */
public interface Assigner {

    /** The location learns that nothing is there. */
    int BACKGROUND = -1;

    /** The location is not inside its image, and learns nothing. */
    int OUTSIDE = -2;

    /**
     * Assigns the locations of an image.
     *
     * @param boxes of its objects, without crowds; possibly none
     * @param width of the image without padding: only locations whose centre is inside take part
     * @param height likewise
     * @return for each location the index of its box, {@link #BACKGROUND} or {@link #OUTSIDE}
     */
    int[] assign(AnchorGrid grid, List<Box> boxes, double width, double height);

    /** All locations inside the image, and those outside of it. */
    static int[] unassigned(AnchorGrid grid, double width, double height) {
        int[] assigned = new int[grid.size()];
        for (int i = 0; i < assigned.length; i++) {
            assigned[i] = grid.x(i) < width && grid.y(i) < height ? BACKGROUND : OUTSIDE;
        }
        return assigned;
    }
}
