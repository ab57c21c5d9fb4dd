package org.tresnet4j.backbone;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A member of the family (paper 2003.13630, table 2, and the authors' code). A new member is a new row.
 *
 * @param name in configurations and on the command line
 * @param depths blocks in each of the four stages
 * @param width channels after the stem; stage s has width·2ˢ planes
 * @param blocks the kind of block of each stage
 * @param stemSlope slope of the leaky ReLU in the stem
 * @param innerSlope slope of the leaky ReLU inside blocks
 */
public record TResNetVariant(
        String name, List<Integer> depths, int width, List<BlockKind> blocks, double stemSlope, double innerSlope) {

    private static final List<BlockKind> V1 =
            List.of(BlockKind.BASIC, BlockKind.BASIC, BlockKind.BOTTLENECK, BlockKind.BOTTLENECK);
    private static final List<BlockKind> V2 =
            List.of(BlockKind.BOTTLENECK, BlockKind.BOTTLENECK, BlockKind.BOTTLENECK, BlockKind.BOTTLENECK);
    private static final double V2_SLOPE = 1e-6;

    public static final TResNetVariant M = v1("tresnet_m", 64, 3, 4, 11, 3);
    public static final TResNetVariant L = v1("tresnet_l", (int) (64 * 1.2), 4, 5, 18, 3);
    public static final TResNetVariant XL = v1("tresnet_xl", (int) (64 * 1.3), 4, 5, 24, 3);
    public static final TResNetVariant L_V2 = v2("tresnet_l_v2", 64, 3, 4, 23, 3);

    /** Small ones for processors and tests; not in the paper. */
    public static final TResNetVariant TINY = v1("tiny", 16, 1, 1, 1, 1);

    public static final TResNetVariant TINY_V2 = v2("tiny_v2", 16, 1, 2, 1, 1);

    private static final List<TResNetVariant> TABLE = List.of(M, L, XL, L_V2, TINY, TINY_V2);

    /** The number of stages. */
    public static final int STAGES = 4;

    public TResNetVariant {
        depths = List.copyOf(depths);
        blocks = List.copyOf(blocks);
        if (depths.size() != STAGES || blocks.size() != STAGES) {
            throw new IllegalArgumentException(
                    name + ": a TResNet has " + STAGES + " stages, not depths " + depths + " and blocks " + blocks);
        }
        if (width < 1 || depths.stream().anyMatch(depth -> depth < 1)) {
            throw new IllegalArgumentException(
                    name + ": width " + width + " and depths " + depths + " must be positive");
        }
    }

    /**
     * The member of that name.
     *
     * @throws IllegalArgumentException naming the known ones
     */
    public static TResNetVariant named(String name) {
        return find(name)
                .orElseThrow(() -> new IllegalArgumentException("there is no model '" + name + "'; known are "
                        + TABLE.stream().map(TResNetVariant::name).collect(Collectors.joining(", "))));
    }

    /**
     * The member of that name with the changes that are there.
     *
     * @throws IllegalArgumentException as {@link #named(String)}, or if the changes make no network
     */
    public static TResNetVariant named(String name, Optional<Integer> width, Optional<List<Integer>> depths) {
        TResNetVariant row = named(name);
        row = width.map(row::withWidth).orElse(row);
        return depths.map(row::withDepths).orElse(row);
    }

    /** The member of that name, if there is one. */
    public static Optional<TResNetVariant> find(String name) {
        return TABLE.stream().filter(row -> row.name().equals(name)).findFirst();
    }

    /** The whole table. */
    public static List<TResNetVariant> all() {
        return TABLE;
    }

    /** The same with another width. */
    public TResNetVariant withWidth(int other) {
        return new TResNetVariant(name, depths, other, blocks, stemSlope, innerSlope);
    }

    /** The same with other depths, one for each of the four stages. */
    public TResNetVariant withDepths(List<Integer> other) {
        return new TResNetVariant(name, other, width, blocks, stemSlope, innerSlope);
    }

    /** The channels inside the blocks of a stage. */
    int planes(int stage) {
        return width << stage;
    }

    /** The channels that a stage emits. */
    public int channels(int stage) {
        return planes(stage) * blocks.get(stage).expansion();
    }

    private static TResNetVariant v1(String name, int width, Integer... depths) {
        return new TResNetVariant(name, Arrays.asList(depths), width, V1, 1e-2, 1e-3);
    }

    private static TResNetVariant v2(String name, int width, Integer... depths) {
        return new TResNetVariant(name, Arrays.asList(depths), width, V2, V2_SLOPE, V2_SLOPE);
    }
}
