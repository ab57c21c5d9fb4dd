package org.tresnet4j.backbone;

/** The residual blocks that stages are made of. */
public enum BlockKind {
    /** Two 3×3 convolutions. */
    BASIC(1),
    /** 1×1, 3×3, 1×1, the last with four times the channels. */
    BOTTLENECK(4);

    private final int expansion;

    BlockKind(int expansion) {
        this.expansion = expansion;
    }

    /** Output channels for each plane. */
    public int expansion() {
        return expansion;
    }
}
