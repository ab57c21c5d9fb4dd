package org.tresnet4j.backbone.kernel.onednn;

import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Winograd's minimal filtering (Lavin and Gray, arXiv 1509.09308, section 4): for a tile of m×m results
 *
 * <p>Y = Aᵀ [(G g Gᵀ) ⊙ (Bᵀ d B)] A
 *
 * <p>with a filter g of 3×3 and the (m+2)×(m+2) pixels d around the tile, (m+2)² products instead of 9m². It is linear in d and
 * in g, so the gradients are the transposed maps: ∂g = Gᵀ [(A ∂Y Aᵀ) ⊙ (Bᵀ d B)] G and ∂d = B [(G g Gᵀ) ⊙ (A ∂Y Aᵀ)] Bᵀ.
 * Summed over channels, the products ⊙ are products of matrices, one for each place in the tile.
 */
enum Winograd {

    /** 36 products for 16 results. */
    F4(4, 144, 0, 1, -1, 2, -2),

    /** 49 products for 25 results, with one and a half times the rounding errors (measured with 256 channels). */
    F5(5, 160, 0, 1, -1, 2, -2, 0.5);

    /** Sides of a filter. */
    static final int FILTER = 3;

    /** Pixels of a row of tiles' patches beyond those of the tiles. */
    static final int OVERLAP = FILTER - 1;

    /** The one place of the tile behind that overlaps with a tile's own pixels; of the tile before it is the last one. */
    static final int FIRST_PLACE = 0;

    /** Sides of the largest tile. */
    static final int MOST_TILE =
            Stream.of(values()).mapToInt(Winograd::tile).max().orElseThrow();

    /** Sides of its patch. */
    static final int MOST_PATCH = MOST_TILE + OVERLAP;

    /** Lines that a tile reads of its neighbours, one of each. */
    static final int NEIGHBOURS = 2;

    /** Rows that lie a power of two apart fall on one another in the caches: products take up to twice as long. */
    private static final int COLLIDING = 128;

    private static final int PADDING = 16;

    private final int tile;
    private final double transformation;
    private final LineTransform pixelsToPlaces;
    private final LineTransform placesToResults;
    private final LineTransform resultsToPlaces;
    private final LineTransform weightsToPlaces;
    private final LineTransform placesToWeights;
    private final LineTransform placesToPixels;

    /**
     * @param tile sides of a tile of results
     * @param transformation products with a channel that could be done while a pixel's channel is transformed there and back
     *     (measured with two threads and AVX2 for 64 to 512 channels)
     */
    Winograd(int tile, double transformation, double... points) {
        CookToom matrices = CookToom.of(tile, points);
        this.tile = tile;
        this.transformation = transformation;
        this.pixelsToPlaces = LineTransform.of(matrices.values());
        this.placesToResults = LineTransform.of(matrices.results());
        this.resultsToPlaces = LineTransform.of(transposed(matrices.results()));
        this.weightsToPlaces = LineTransform.of(matrices.filters());
        this.placesToWeights = LineTransform.of(transposed(matrices.filters()));
        this.placesToPixels = LineTransform.of(ownPixels(transposed(matrices.values())));
    }

    /**
     * The tiles with which a convolution takes least time.
     *
     * @param tilesOfFilters that are multiplied in the time that it takes to transform or to read the filters
     */
    static Winograd of(Convolution.Geometry geometry, long tilesOfFilters) {
        return Stream.of(values())
                .min(Comparator.comparingDouble(tiles -> tiles.cost(geometry, tilesOfFilters)))
                .orElseThrow();
    }

    /** Products of a pixel, with those that could be done while the maps are transformed; of a direct convolution 9. */
    double cost(Convolution.Geometry geometry, long tilesOfFilters) {
        double ofInput = 1.0 / geometry.input().channels();
        double ofOutput = 1.0 / geometry.outputs();
        return products(geometry.input(), tilesOfFilters) + transformation * (ofInput + ofOutput) / 2;
    }

    /** Products of a pixel, in the mean. */
    double products(ChannelsLast maps, long tilesOfFilters) {
        long tiles = maps.batch() * tiles(maps.height()) * tiles(maps.width());
        return (double) places() * (tiles + tilesOfFilters) / (maps.batch() * maps.pixels());
    }

    /** Sides of a tile of results. */
    int tile() {
        return tile;
    }

    /** Sides of what a tile is computed from, and of its places. */
    int patch() {
        return tile + OVERLAP;
    }

    /** Places of a tile after its transformation, each of which is a product of matrices. */
    int places() {
        return patch() * patch();
    }

    /** Lines of places with those of the tiles before and behind. */
    int withNeighbours() {
        return patch() + NEIGHBOURS;
    }

    /** Tiles that cover a side of so many pixels. */
    int tiles(long side) {
        return Math.toIntExact((side + tile - 1) / tile);
    }

    /** One side of Bᵀ d B: the pixels of a patch to places. */
    LineTransform pixelsToPlaces() {
        return pixelsToPlaces;
    }

    /** One side of Aᵀ · A: places to a tile's results. */
    LineTransform placesToResults() {
        return placesToResults;
    }

    /** One side of A · Aᵀ: the gradients of a tile's results to places. */
    LineTransform resultsToPlaces() {
        return resultsToPlaces;
    }

    /** One side of G g Gᵀ: 3 weights to places. */
    LineTransform weightsToPlaces() {
        return weightsToPlaces;
    }

    /** One side of Gᵀ · G: places to the gradients of 3 weights. */
    LineTransform placesToWeights() {
        return placesToWeights;
    }

    /**
     * One side of B · Bᵀ: places {@link #withNeighbours} to the gradients of a tile's own pixels, the middle ones of its patch.
     * The last line but one is the last place of the tile before, the last line the first place of the tile behind: nothing
     * else of them overlaps.
     */
    LineTransform placesToPixels() {
        return placesToPixels;
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

    private static float[][] ownPixels(float[][] b) {
        int patch = b.length;
        int tile = patch - OVERLAP;
        float[][] own = new float[tile][patch + NEIGHBOURS];
        for (int pixel = 0; pixel < tile; pixel++) {
            System.arraycopy(b[pixel + 1], 0, own[pixel], 0, patch);
        }
        own[0][patch] = b[patch - 1][patch - 1];
        own[tile - 1][patch + 1] = b[0][FIRST_PLACE];
        return own;
    }
}
