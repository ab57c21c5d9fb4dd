package org.tresnet4j.backbone.kernel.onednn;

/**
 * Winograd's minimal filtering F(4×4, 3×3) (Lavin and Gray, arXiv 1509.09308, section 4.3): for a tile of 4×4 results
 *
 * <p>Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A
 *
 * <p>with filter g and the 6×6 pixels d around the tile, 36 products instead of 144. It is linear in d and in g, so the
 * gradients are the transposed maps: ∂g = Gᵀ [(A ∂Y Aᵀ) ⊙ (Bᵀ d B)] G and ∂d = B [(G g Gᵀ) ⊙ (A ∂Y Aᵀ)] Bᵀ. Summed over
 * channels, the products ⊙ are 36 products of matrices, one for each place in the tile.
 */
final class Winograd {

    /** Sides of a tile of results, of what a tile is computed from, and of a filter. */
    static final int TILE = 4;

    static final int PATCH = 6;
    static final int FILTER = 3;

    /** Pixels of a row of tiles' patches beyond those of the tiles. */
    static final int OVERLAP = PATCH - TILE;

    /** Places of a tile after its transformation, each of which is a product of matrices. */
    static final int PLACES = PATCH * PATCH;

    private static final float[][] BT = {
        {4, 0, -5, 0, 1, 0},
        {0, -4, -4, 1, 1, 0},
        {0, 4, -4, -1, 1, 0},
        {0, -2, -1, 2, 1, 0},
        {0, 2, -1, -2, 1, 0},
        {0, 4, 0, -5, 0, 1}
    };

    private static final float[][] G = {
        {1 / 4f, 0, 0},
        {-1 / 6f, -1 / 6f, -1 / 6f},
        {-1 / 6f, 1 / 6f, -1 / 6f},
        {1 / 24f, 1 / 12f, 1 / 6f},
        {1 / 24f, -1 / 12f, 1 / 6f},
        {0, 0, 1}
    };

    private static final float[][] AT = {
        {1, 1, 1, 1, 1, 0},
        {0, 1, -1, 2, -2, 0},
        {0, 1, 1, 4, 4, 0},
        {0, 1, -1, 8, -8, 1}
    };

    /** One side of Bᵀ d B: 6 pixels to 6 places. */
    static final LineTransform PIXELS_TO_PLACES = LineTransform.of(BT);

    /** One side of Aᵀ · A: 6 places to 4 results. */
    static final LineTransform PLACES_TO_RESULTS = LineTransform.of(AT);

    /** One side of A · Aᵀ: the gradients of 4 results to 6 places. */
    static final LineTransform RESULTS_TO_PLACES = LineTransform.of(transposed(AT));

    /** One side of G g Gᵀ: 3 weights to 6 places. */
    static final LineTransform WEIGHTS_TO_PLACES = LineTransform.of(G);

    /** One side of Gᵀ · G: 6 places to the gradients of 3 weights. */
    static final LineTransform PLACES_TO_WEIGHTS = LineTransform.of(transposed(G));

    /** Lines of places with those of the tiles before and behind. */
    static final int WITH_NEIGHBOURS = PATCH + 2;

    /** Which place of the tile before overlaps with a tile's own pixels, and which of the tile behind. */
    static final int LAST_PLACE = PATCH - 1;

    static final int FIRST_PLACE = 0;

    /**
     * One side of B · Bᵀ: places to the gradients of a tile's own 4 pixels, the middle ones of its 6. Line 6 is the last
     * place of the tile before, line 7 the first place of the tile behind: nothing else of them overlaps.
     */
    static final LineTransform PLACES_TO_PIXELS = LineTransform.of(withNeighbours());

    /** Rows that lie a power of two apart fall on one another in the caches: products take up to twice as long. */
    private static final int COLLIDING = 128;

    private static final int PADDING = 16;

    private Winograd() {}

    /** Tiles that cover a side of so many pixels. */
    static long tiles(long side) {
        return (side + TILE - 1) / TILE;
    }

    /** Floats from row to row of a matrix of places with so many columns. */
    static int pitch(int columns) {
        return columns % COLLIDING == 0 ? columns + PADDING : columns;
    }

    private static float[][] transposed(float[][] matrix) {
        float[][] transposed = new float[matrix[0].length][matrix.length];
        for (int r = 0; r < matrix.length; r++) {
            for (int i = 0; i < matrix[r].length; i++) {
                transposed[i][r] = matrix[r][i];
            }
        }
        return transposed;
    }

    private static float[][] withNeighbours() {
        float[][] b = transposed(BT);
        float[][] own = new float[TILE][WITH_NEIGHBOURS];
        for (int pixel = 0; pixel < TILE; pixel++) {
            System.arraycopy(b[pixel + 1], 0, own[pixel], 0, PATCH);
        }
        own[0][PATCH] = b[PATCH - 1][LAST_PLACE];
        own[TILE - 1][PATCH + 1] = b[0][FIRST_PLACE];
        return own;
    }
}
