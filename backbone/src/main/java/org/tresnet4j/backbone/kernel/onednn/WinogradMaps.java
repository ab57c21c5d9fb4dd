package org.tresnet4j.backbone.kernel.onednn;

import static org.tresnet4j.backbone.kernel.onednn.Winograd.FIRST_PLACE;
import static org.tresnet4j.backbone.kernel.onednn.Winograd.LAST_PLACE;
import static org.tresnet4j.backbone.kernel.onednn.Winograd.PATCH;
import static org.tresnet4j.backbone.kernel.onednn.Winograd.PLACES;
import static org.tresnet4j.backbone.kernel.onednn.Winograd.TILE;
import static org.tresnet4j.backbone.kernel.onednn.Winograd.WITH_NEIGHBOURS;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Maps of some images and their tiles' places. Maps lie channels-last; places lie as 36 matrices [tiles, channels], tiles
 * ordered by image, row, column, with {@link Winograd#pitch} floats from tile to tile.
 *
 * <p>A thread transforms a run of neighbouring tiles at a time. A line holds what stands at one position of each of its
 * tiles, all channels, with the same pitch; what lies between the tiles means nothing.
 */
final class WinogradMaps {

    /** Floats of a line, about: long enough for loops, short enough for the caches. */
    private static final int LINE = 512;

    private final int images;
    private final int channels;
    private final int pitch;
    private final int height;
    private final int width;
    private final int rows;
    private final int columns;

    WinogradMaps(ChannelsLast maps) {
        this.images = (int) maps.batch();
        this.channels = (int) maps.channels();
        this.pitch = Winograd.pitch(channels);
        this.height = (int) maps.height();
        this.width = (int) maps.width();
        this.rows = (int) Winograd.tiles(height);
        this.columns = (int) Winograd.tiles(width);
    }

    int tiles() {
        return images * rows * columns;
    }

    /** The places as matrices. */
    Matmul.Matrices matrices() {
        return new Matmul.Matrices(PLACES, tiles(), channels, pitch);
    }

    /** Neighbouring tiles of one row. */
    private record Run(int image, int row, int column, int count) {}

    private interface Body {
        void accept(Run run, WinogradRoom room);
    }

    /** All tiles, a run at a time, on all threads. */
    private void forEachRun(Body body) {
        int most = Math.min(columns, Math.max(1, LINE / pitch));
        Parallel.loop(images * rows, turn -> {
            // pixels behind the last tile overlap with it
            WinogradRoom room = WinogradRoom.ofThread((most + 1) * pitch);
            for (int column = 0; column < columns; column += most) {
                body.accept(new Run(turn / rows, turn % rows, column, Math.min(most, columns - column)), room);
            }
        });
    }

    /** places ← Bᵀ d B of the pixels d around each tile. */
    void pixelsToPlaces(FloatBuffer maps, FloatBuffer places) {
        forEachRun((run, room) -> {
            int length = run.count() * pitch;
            for (int i = 0; i < PATCH; i++) {
                int line = i * PATCH;
                for (int j = 0; j < PATCH; j++) {
                    if (j < TILE) {
                        // of one tile more where the next ones overlap with it
                        int count = j < PATCH - TILE ? run.count() + 1 : run.count();
                        readPixels(maps, run, i - 1, j - 1, count, room.before[line + j]);
                    } else {
                        System.arraycopy(room.before[line + j - TILE], pitch, room.before[line + j], 0, length);
                    }
                }
            }
            Winograd.PIXELS_TO_PLACES.bothSides(room.before, room.between, room.after, length);
            writePlaces(places, run, room.after);
        });
    }

    /** places ← A y Aᵀ of each tile's own pixels y. */
    void resultsToPlaces(FloatBuffer maps, FloatBuffer places) {
        forEachRun((run, room) -> {
            readTiles(maps, run, room.before);
            Winograd.RESULTS_TO_PLACES.bothSides(room.before, room.between, room.after, run.count() * pitch);
            writePlaces(places, run, room.after);
        });
    }

    /** maps ← Aᵀ m A of each tile's places m, finished as told. */
    void placesToResults(FloatBuffer places, FloatBuffer maps, Finish finish) {
        forEachRun((run, room) -> {
            int length = run.count() * pitch;
            for (int i = 0; i < PATCH; i++) {
                for (int j = 0; j < PATCH; j++) {
                    readPlaces(places, i, j, run, 0, 0, room.before[i * PATCH + j]);
                }
            }
            Winograd.PLACES_TO_RESULTS.bothSides(room.before, room.between, room.after, length);
            if (finish.withSum()) {
                readTiles(maps, run, room.before);
            }
            finish.apply(room.before, room.after, length);
            writeTiles(maps, run, room.after);
        });
    }

    /** maps ← Σ B m Bᵀ over the tiles around each pixel, m their places. */
    void placesToPixels(FloatBuffer places, FloatBuffer maps) {
        forEachRun((run, room) -> {
            for (int i = 0; i < WITH_NEIGHBOURS; i++) {
                for (int j = 0; j < WITH_NEIGHBOURS; j++) {
                    float[] line = room.before[i * WITH_NEIGHBOURS + j];
                    readPlaces(places, place(i), place(j), run, neighbour(i), neighbour(j), line);
                }
            }
            Winograd.PLACES_TO_PIXELS.bothSides(room.before, room.between, room.after, run.count() * pitch);
            writeTiles(maps, run, room.after);
        });
    }

    /** What stands in a line with neighbours: a tile's own place, or one of the tile before or behind. */
    private static int place(int line) {
        return line < PATCH ? line : line == PATCH ? LAST_PLACE : FIRST_PLACE;
    }

    private static int neighbour(int line) {
        return line < PATCH ? 0 : line == PATCH ? -1 : 1;
    }

    private void readTiles(FloatBuffer maps, Run run, float[][] lines) {
        for (int i = 0; i < TILE; i++) {
            for (int j = 0; j < TILE; j++) {
                readPixels(maps, run, i, j, run.count(), lines[i * TILE + j]);
            }
        }
    }

    /** The pixel at a position of so many tiles from the run's first on; zeros outside of the maps. */
    private void readPixels(FloatBuffer maps, Run run, int i, int j, int count, float[] line) {
        int y = TILE * run.row() + i;
        boolean inside = y >= 0 && y < height;
        for (int tile = 0; tile < count; tile++) {
            int x = TILE * (run.column() + tile) + j;
            if (inside && x >= 0 && x < width) {
                maps.get(((run.image() * height + y) * width + x) * channels, line, tile * pitch, channels);
            } else {
                Arrays.fill(line, tile * pitch, (tile + 1) * pitch, 0);
            }
        }
    }

    private void writeTiles(FloatBuffer maps, Run run, float[][] lines) {
        for (int i = 0; i < Math.min(TILE, height - TILE * run.row()); i++) {
            int row = (run.image() * height + TILE * run.row() + i) * width;
            for (int tile = 0; tile < run.count(); tile++) {
                int x = TILE * (run.column() + tile);
                for (int j = 0; j < Math.min(TILE, width - x); j++) {
                    maps.put((row + x + j) * channels, lines[i * TILE + j], tile * pitch, channels);
                }
            }
        }
    }

    /** One place of the run's tiles, or of those so many rows and columns further on; zeros where there are none. */
    private void readPlaces(FloatBuffer places, int i, int j, Run run, int rowsOn, int columnsOn, float[] line) {
        int row = run.row() + rowsOn;
        int from = run.column() + columnsOn;
        int begin = Math.max(from, 0);
        int end = Math.min(from + run.count(), columns);
        if (row < 0 || row >= rows || begin >= end) {
            Arrays.fill(line, 0, run.count() * pitch, 0);
            return;
        }
        int first = ((i * PATCH + j) * tiles() + (run.image() * rows + row) * columns + begin) * pitch;
        Arrays.fill(line, 0, (begin - from) * pitch, 0);
        places.get(first, line, (begin - from) * pitch, (end - begin) * pitch);
        Arrays.fill(line, (end - from) * pitch, run.count() * pitch, 0);
    }

    private void writePlaces(FloatBuffer places, Run run, float[][] lines) {
        int first = (run.image() * rows + run.row()) * columns + run.column();
        for (int place = 0; place < PLACES; place++) {
            places.put((place * tiles() + first) * pitch, lines[place], 0, run.count() * pitch);
        }
    }

    /**
     * What happens to results before they are written: act(result + bias + what the maps hold), as in a folded convolution.
     *
     * @param bias of each channel, again and again for a line's tiles; null for nothing at all
     * @param slope of the leaky ReLU, from 0 to 1
     */
    record Finish(float[] bias, float slope, boolean withSum) {

        static final Finish NONE = new Finish(null, 1, false);

        static Finish of(float[] bias, double slope, boolean withSum) {
            int pitch = Winograd.pitch(bias.length);
            float[] line = new float[Math.max(1, LINE / pitch) * pitch];
            for (int from = 0; from < line.length; from += pitch) {
                System.arraycopy(bias, 0, line, from, bias.length);
            }
            return new Finish(line, (float) slope, withSum);
        }

        private void apply(float[][] summands, float[][] results, int length) {
            if (bias == null) {
                return;
            }
            for (int i = 0; i < TILE * TILE; i++) {
                LineTransform.add(bias, 1, results[i], length);
                if (withSum) {
                    LineTransform.add(summands[i], 1, results[i], length);
                }
                if (slope != 1) {
                    rectify(results[i], slope, length);
                }
            }
        }

        private static void rectify(float[] values, float slope, int length) {
            for (int i = 0; i < length; i++) {
                values[i] = Math.max(values[i], slope * values[i]);
            }
        }
    }
}
