package org.tresnet4j.backbone.kernel.onednn;

import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A batch's rows of tiles in slices of nearly the same size, each of which goes through all steps of {@link
 * WinogradConvolution}.
 *
 * @param units that are not divided: rows of tiles, or images
 * @param rows of tiles of a unit
 * @param apart whether each thread has slices of its own; otherwise one follows the other, with all threads on each
 */
record WinogradSlices(int units, int rows, int count, boolean apart) {

    interface Body {
        /**
         * @param first of the slice's rows of tiles
         * @param end behind its last
         * @param lane below {@link #lanes}, of the slices that are computed at the same time
         */
        void accept(int first, int end, int lane);
    }

    /** Images one after the other, so many at a time that their places fit into a cache, but one at least. */
    static WinogradSlices ofImages(Winograd winograd, ChannelsLast maps, long bytesOfImage, long mostBytes) {
        int images = Math.toIntExact(maps.batch());
        long atOnce = Math.max(1, Math.min(images, mostBytes / bytesOfImage));
        int count = Math.toIntExact((images + atOnce - 1) / atOnce);
        return new WinogradSlices(images, WinogradMaps.rowsOfTiles(winograd, maps.image()), count, false);
    }

    /** Equally many for each thread, with about so many bytes of places at least; none where there would be too few. */
    static Optional<WinogradSlices> ofRows(
            Winograd winograd, ChannelsLast maps, long bytesOfImage, long leastBytes, int threads) {
        int rows = WinogradMaps.rowsOfTiles(winograd, maps);
        long possible = Math.min(rows, maps.batch() * bytesOfImage / leastBytes);
        return possible < threads
                ? Optional.empty()
                : Optional.of(new WinogradSlices(rows, 1, Math.toIntExact(possible - possible % threads), true));
    }

    /** Slices that may be computed at the same time. */
    int lanes() {
        return apart ? Math.min(count, Primitives.threads()) : 1;
    }

    /** The first row of tiles of a slice; of the slice behind the last, the number of rows. */
    private int first(int slice) {
        return rows * Math.toIntExact((long) units * slice / count);
    }

    /** Rows of tiles of the largest slice. */
    int mostRows() {
        return IntStream.range(0, count)
                .map(slice -> first(slice + 1) - first(slice))
                .max()
                .orElse(0);
    }

    void forEach(Body body) {
        if (apart) {
            Parallel.loop(count, (slice, lane) -> body.accept(first(slice), first(slice + 1), lane));
        } else {
            for (int slice = 0; slice < count; slice++) {
                body.accept(first(slice), first(slice + 1), 0);
            }
        }
    }
}
