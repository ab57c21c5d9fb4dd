package org.tresnet4j.backbone.kernel.onednn;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Maps of a batch and the places of some of their rows of tiles. Maps lie channels-last from the first of these rows' image
 * on; places lie as matrices [tiles, channels], tiles ordered by image, row, column, with {@link Winograd#pitch} floats
 * from tile to tile.
 *
 * <p>A thread transforms a run of neighbouring tiles at a time: one side down the columns of pixels, on whole rows of these as
 * they lie in the maps, the other along the rows, on lines that hold what stands at one position of each tile, with the same
 * pitch; what lies between the tiles means nothing.
 */
final class WinogradMaps {

    /** Floats of a run's pixels in one row, about: long enough for loops, short enough for the caches. */
    private static final int ROW = 4096;

    private final Winograd winograd;

    /** Sides of a tile, and of its patch. */
    private final int side;

    private final int patch;

    private final int channels;
    private final int pitch;
    private final int height;
    private final int width;
    private final int rows;
    private final int columns;

    /** Of the batch's rows of tiles: the first, and the one behind the last. */
    private final int first;

    private final int end;

    /** All rows of tiles. */
    static WinogradMaps of(Winograd winograd, ChannelsLast maps) {
        return new WinogradMaps(winograd, maps, 0, rowsOfTiles(winograd, maps));
    }

    WinogradMaps(Winograd winograd, ChannelsLast maps, int first, int end) {
        this.winograd = winograd;
        this.side = winograd.tile();
        this.patch = winograd.patch();
        this.channels = (int) maps.channels();
        this.pitch = Winograd.pitch(channels);
        this.height = (int) maps.height();
        this.width = (int) maps.width();
        this.rows = winograd.tiles(height);
        this.columns = winograd.tiles(width);
        this.first = first;
        this.end = end;
    }

    static int rowsOfTiles(Winograd winograd, ChannelsLast maps) {
        return Math.toIntExact(maps.batch() * winograd.tiles(maps.height()));
    }

    private int firstImage() {
        return first / rows;
    }

    /** The maps of the images that the rows of tiles are of, among all maps of the batch. */
    FloatBuffer in(Address batch) {
        long ofImage = (long) height * width * channels;
        int images = (end - 1) / rows + 1 - firstImage();
        return Address.floats(batch.plus(Float.BYTES * ofImage * firstImage()), ofImage * images);
    }

    private int tiles() {
        return (end - first) * columns;
    }

    /** The places as matrices. */
    Matmul.Matrices matrices() {
        return new Matmul.Matrices(winograd.places(), tiles(), channels, pitch);
    }

    /**
     * Neighbouring tiles of one row.
     *
     * @param image counted from {@link #firstImage} on
     */
    private record Run(int image, int row, int column, int count) {}

    /** A thread's temporary memory. */
    private static final class Room {

        private static final ThreadLocal<Room> OF_THREAD = ThreadLocal.withInitial(Room::new);

        /** Rows of pixels before and after, or after and before, the side down the columns. */
        final float[][] pixels = new float[Winograd.MOST_PATCH][0];

        final float[][] rows = new float[Winograd.MOST_PATCH + Winograd.NEIGHBOURS][0];

        /** Of one row: a line for each position in a tile, before and after the side along the rows. */
        final float[][] before = new float[Winograd.MOST_PATCH + Winograd.NEIGHBOURS][0];

        final float[][] after = new float[Winograd.MOST_PATCH][0];

        static Room ofThread(int length) {
            Room room = OF_THREAD.get();
            LineTransform.reserve(room.pixels, length);
            LineTransform.reserve(room.rows, length);
            LineTransform.reserve(room.before, length);
            LineTransform.reserve(room.after, length);
            return room;
        }
    }

    private interface Body {
        void accept(Run run, Room room);
    }

    /** Tiles of a run at most. */
    private int tilesOfRun() {
        return Math.max(1, ROW / (side * channels));
    }

    /** All tiles, a run at a time, on all threads. */
    private void forEachRun(Body body) {
        int most = Math.min(columns, tilesOfRun());
        Parallel.loop(end - first, turn -> {
            Room room = Room.ofThread((side * most + Winograd.OVERLAP) * pitch);
            int image = (first + turn) / rows - firstImage();
            int row = (first + turn) % rows;
            for (int column = 0; column < columns; column += most) {
                body.accept(new Run(image, row, column, Math.min(most, columns - column)), room);
            }
        });
    }

    /** places ← Bᵀ d B of the pixels d around each tile. */
    void pixelsToPlaces(FloatBuffer maps, FloatBuffer places) {
        forEachRun((run, room) -> {
            int pixels = side * run.count() + Winograd.OVERLAP;
            for (int i = 0; i < patch; i++) {
                readRow(maps, run, i - 1, -1, pixels, room.pixels[i]);
            }
            winograd.pixelsToPlaces().apply(room.pixels, room.rows, pixels * channels);
            rowsToPlaces(winograd.pixelsToPlaces(), run, room, places);
        });
    }

    /** places ← A y Aᵀ of each tile's own pixels y. */
    void resultsToPlaces(FloatBuffer maps, FloatBuffer places) {
        forEachRun((run, room) -> {
            readTiles(maps, run, room.pixels);
            winograd.resultsToPlaces().apply(room.pixels, room.rows, side * run.count() * channels);
            rowsToPlaces(winograd.resultsToPlaces(), run, room, places);
        });
    }

    /** Along the rows of pixels, of which each tile has its own and those behind that the transformation reads. */
    private void rowsToPlaces(LineTransform transform, Run run, Room room, FloatBuffer places) {
        int length = run.count() * pitch;
        int tile = tile(run.image(), run.row(), run.column());
        for (int i = 0; i < patch; i++) {
            for (int j = 0; j < transform.sources(); j++) {
                for (int t = 0; t < run.count(); t++) {
                    System.arraycopy(room.rows[i], (side * t + j) * channels, room.before[j], t * pitch, channels);
                }
            }
            transform.apply(room.before, room.after, length);
            for (int j = 0; j < patch; j++) {
                places.put(((i * patch + j) * tiles() + tile) * pitch, room.after[j], 0, length);
            }
        }
    }

    /** maps ← Aᵀ m A of each tile's places m, finished as told. */
    void placesToResults(FloatBuffer places, FloatBuffer maps, Finish finish) {
        forEachRun((run, room) -> {
            for (int i = 0; i < patch; i++) {
                for (int j = 0; j < patch; j++) {
                    readPlaces(places, i, j, run, 0, 0, room.before[j]);
                }
                placesToRow(winograd.placesToResults(), run, room, room.rows[i]);
            }
            int length = side * run.count() * channels;
            winograd.placesToResults().apply(room.rows, room.pixels, length);
            if (finish.withSum()) {
                readTiles(maps, run, room.before);
            }
            finish.apply(room.before, room.pixels, side, length);
            writeTiles(maps, run, room.pixels);
        });
    }

    /** maps ← Σ B m Bᵀ over the tiles around each pixel, m their places; only where the rows of tiles are whole images. */
    void placesToPixels(FloatBuffer places, FloatBuffer maps) {
        forEachRun((run, room) -> {
            for (int i = 0; i < winograd.withNeighbours(); i++) {
                for (int j = 0; j < winograd.withNeighbours(); j++) {
                    readPlaces(places, place(i), place(j), run, neighbour(i), neighbour(j), room.before[j]);
                }
                placesToRow(winograd.placesToPixels(), run, room, room.rows[i]);
            }
            winograd.placesToPixels().apply(room.rows, room.pixels, side * run.count() * channels);
            writeTiles(maps, run, room.pixels);
        });
    }

    /** Along one row of places, to what each tile's own pixels there get of it. */
    private void placesToRow(LineTransform transform, Run run, Room room, float[] row) {
        transform.apply(room.before, room.after, run.count() * pitch);
        for (int j = 0; j < side; j++) {
            for (int t = 0; t < run.count(); t++) {
                System.arraycopy(room.after[j], t * pitch, row, (side * t + j) * channels, channels);
            }
        }
    }

    /** What stands in a line with neighbours: a tile's own place, or one of the tile before or behind. */
    private int place(int line) {
        return line < patch ? line : line == patch ? patch - 1 : Winograd.FIRST_PLACE;
    }

    private int neighbour(int line) {
        return line < patch ? 0 : line == patch ? -1 : 1;
    }

    private void readTiles(FloatBuffer maps, Run run, float[][] rows) {
        for (int i = 0; i < side; i++) {
            readRow(maps, run, i, 0, side * run.count(), rows[i]);
        }
    }

    /** So many pixels from a position in the run's first tile on; zeros outside of the maps. */
    private void readRow(FloatBuffer maps, Run run, int i, int j, int count, float[] row) {
        int y = side * run.row() + i;
        int x = side * run.column() + j;
        int begin = y < 0 || y >= height ? x + count : Math.max(x, 0);
        int end = Math.max(begin, Math.min(x + count, width));
        Arrays.fill(row, 0, (begin - x) * channels, 0);
        if (begin < end) {
            maps.get(at(run, y, begin), row, (begin - x) * channels, (end - begin) * channels);
        }
        Arrays.fill(row, (end - x) * channels, count * channels, 0);
    }

    private void writeTiles(FloatBuffer maps, Run run, float[][] rows) {
        int x = side * run.column();
        int count = Math.min(side * run.count(), width - x);
        for (int i = 0; i < Math.min(side, height - side * run.row()); i++) {
            maps.put(at(run, side * run.row() + i, x), rows[i], 0, count * channels);
        }
    }

    private int at(Run run, int y, int x) {
        return ((run.image() * height + y) * width + x) * channels;
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
        int start = (tile(run.image(), row, begin) + (i * patch + j) * tiles()) * pitch;
        Arrays.fill(line, 0, (begin - from) * pitch, 0);
        places.get(start, line, (begin - from) * pitch, (end - begin) * pitch);
        Arrays.fill(line, (end - from) * pitch, run.count() * pitch, 0);
    }

    /** Where a tile stands among those whose places there are. */
    private int tile(int image, int row, int column) {
        return ((firstImage() + image) * rows + row - first) * columns + column;
    }

    /**
     * What happens to results before they are written: act(result + bias + what the maps hold), as in a folded convolution.
     *
     * @param bias of each channel, again and again for a run's pixels; null for nothing at all
     * @param slope of the leaky ReLU, from 0 to 1
     */
    record Finish(float[] bias, float slope, boolean withSum) {

        static final Finish NONE = new Finish(null, 1, false);

        static Finish of(float[] bias, double slope, boolean withSum) {
            float[] row = new float[Math.max(ROW / bias.length, Winograd.MOST_TILE) * bias.length];
            for (int from = 0; from < row.length; from += bias.length) {
                System.arraycopy(bias, 0, row, from, bias.length);
            }
            return new Finish(row, (float) slope, withSum);
        }

        private void apply(float[][] summands, float[][] results, int rows, int length) {
            if (bias == null) {
                return;
            }
            for (int i = 0; i < rows; i++) {
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
