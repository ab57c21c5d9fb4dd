package org.tresnet4j.detection.box;

/** The ways to code boxes, by name. */
public enum BoxCoding {
    /** Offsets from an anchor, see {@link DeltaCoder}. */
    DELTAS(new DeltaCoder()),
    /** Distances to the four sides, see {@link DistanceCoder}. */
    DISTANCES(new DistanceCoder());

    private final BoxCoder coder;

    BoxCoding(BoxCoder coder) {
        this.coder = coder;
    }

    public BoxCoder coder() {
        return coder;
    }
}
