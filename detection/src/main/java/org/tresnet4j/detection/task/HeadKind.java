package org.tresnet4j.detection.task;

import org.tresnet4j.detection.assign.Assigner;
import org.tresnet4j.detection.assign.AtssAssigner;
import org.tresnet4j.detection.assign.FcosAssigner;
import org.tresnet4j.detection.box.BoxCoding;

/** What a head learns: which locations a box belongs to, and how it is coded. */
public enum HeadKind {
    /** Adaptive training sample selection (1912.02424). */
    ATSS(new AtssAssigner(), BoxCoding.DELTAS),
    /** Fully convolutional one-stage detection (1904.01355). */
    FCOS(new FcosAssigner(), BoxCoding.DISTANCES);

    private final Assigner assigner;
    private final BoxCoding coding;

    HeadKind(Assigner assigner, BoxCoding coding) {
        this.assigner = assigner;
        this.coding = coding;
    }

    Assigner assigner() {
        return assigner;
    }

    BoxCoding coding() {
        return coding;
    }
}
