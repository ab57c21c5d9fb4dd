package org.tresnet4j.backbone.kernel.onednn;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Memory;

/**
 * A convolution of 3×3 by {@link Winograd}'s filtering on the maps as they lie, in float32: tiles are transformed in Java,
 * the products are oneDNN's. The maps go through in slices, so that what lies between the steps stays in the cache and
 * needs the same memory whatever the batch. In the forward pass each thread has slices of its own, in its own cache, where these are
 * large enough.
 */
final class WinogradConvolution {

    /** Of the places of some images' maps: they fit into a third level of cache. */
    private static final long CHUNK_BYTES = 16L << 20;

    /** Of the places of a thread's own slice of maps: large enough for the products of matrices (measured). */
    private static final long SLICE_BYTES = 5 << 18;

    /** Every slice of rows reads all of the filters' places: with more than that it pays no longer (measured). */
    private static final long MOST_FILTER_BYTES = 4 << 20;

    /**
     * Pixels of the batch times channels from which threads have enough to do: measured with two threads and AVX2 for 48 to 512
     * channels, sides of 3 to 56 and batches of 1 to 32. With half of it direct convolutions are up to a third faster, with
     * twice of it filtering is.
     */
    private static final long LEAST_WORK = 50_000;

    /** Transforming the filters takes as long as multiplying so many tiles by them (measured as above). */
    private static final long TILES_OF_TRANSFORMATION = 40;

    /** Reading the filters' places takes as long as multiplying so many tiles by them (measured as above). */
    private static final long TILES_OF_READING = 24;

    private static final int PRODUCTS_WITHOUT_FILTERING = Winograd.FILTER * Winograd.FILTER;

    private final Convolution.Geometry geometry;
    private final Winograd winograd;
    private final WinogradWeights filters;

    private final WinogradSlices forward;
    private final WinogradSlices backward;

    /**
     * Forward and backward, where oneDNN has no filtering of its own and it pays. That depends on the shapes and the processor
     * alone, as {@link ConvolutionMethod} does.
     */
    static Optional<WinogradConvolution> inTraining(Convolution.Geometry geometry) {
        return wherePays(geometry, TILES_OF_TRANSFORMATION);
    }

    /** Forward with filters that are transformed once, likewise. */
    static Optional<WinogradConvolution> inInference(Convolution.Geometry geometry) {
        return wherePays(geometry, TILES_OF_READING);
    }

    private static Optional<WinogradConvolution> wherePays(Convolution.Geometry geometry, long tilesOfFilters) {
        if (OneDnn.hasWinograd() || !ConvolutionMethod.mayFilter(geometry, LEAST_WORK)) {
            return Optional.empty();
        }
        return Optional.of(Winograd.of(geometry, tilesOfFilters))
                .filter(tiles -> tiles.cost(geometry, tilesOfFilters) < PRODUCTS_WITHOUT_FILTERING)
                .filter(tiles -> fitsBuffers(geometry, tiles))
                .map(tiles -> new WinogradConvolution(geometry, tiles, CHUNK_BYTES, SLICE_BYTES));
    }

    /**
     * @param chunkBytes of the places of some images at most, if one image is not more
     * @param sliceBytes of the places of a thread's own rows of tiles at least
     */
    WinogradConvolution(Convolution.Geometry geometry, Winograd winograd, long chunkBytes, long sliceBytes) {
        this.geometry = geometry;
        this.winograd = winograd;
        this.filters = new WinogradWeights(
                winograd, (int) geometry.outputs(), (int) geometry.input().channels());
        long ofImage = Float.BYTES
                * (length(WinogradMaps.of(winograd, geometry.input().image()).matrices())
                        + length(WinogradMaps.of(winograd, geometry.output().image())
                                .matrices()));
        this.backward = WinogradSlices.ofImages(winograd, geometry.input(), ofImage, chunkBytes);
        this.forward = mayDivideRows()
                ? WinogradSlices.ofRows(winograd, geometry.input(), ofImage, sliceBytes, Primitives.threads())
                        .orElse(backward)
                : backward;
    }

    /** Whether each thread may have rows of its own in the forward pass. */
    private boolean mayDivideRows() {
        return filterBytes() <= MOST_FILTER_BYTES && Parallel.turnsMayComputeWithOneDnn();
    }

    /** A buffer has at most 2³¹ bytes, enough for maps of 2000×2000 with 64 channels: larger images stay direct. */
    private static boolean fitsBuffers(Convolution.Geometry geometry, Winograd winograd) {
        long inputs = geometry.input().channels();
        long places = length(WinogradMaps.of(
                        winograd, geometry.input().image().withChannels(Math.max(inputs, geometry.outputs())))
                .matrices());
        WinogradWeights filters = new WinogradWeights(winograd, (int) geometry.outputs(), (int) inputs);
        long ofFilters = Math.max(length(filters.byInput()), length(filters.byOutput()));
        return Math.max(places, ofFilters) <= Address.MOST_FLOATS;
    }

    /**
     * Floats outside of Java's heap: for oneDNN by their address, for Java as a buffer. Only the address keeps the memory
     * from being freed: it is fenced until the buffer's last use.
     */
    private record Floats(Pointer address, FloatBuffer buffer) {

        static Floats of(INDArray dense) {
            return of(Address.of(dense), dense.length());
        }

        static Floats of(Pointer address, long length) {
            return new Floats(address, Address.floats(address, length));
        }

        static Floats scratch(long length, Memory memory) {
            return of(Alignment.scratch(length * Float.BYTES, memory), length);
        }
    }

    /** Floats of all matrices, with what lies between their rows. */
    private static long length(Matmul.Matrices matrices) {
        return matrices.count() * matrices.rows() * matrices.pitch();
    }

    /** Its tiles, which filters are transformed for. */
    Winograd winograd() {
        return winograd;
    }

    /** Bytes of what {@link #transform} writes. */
    long filterBytes() {
        return Float.BYTES * length(filters.byInput());
    }

    /** places ← those of the filters [O,I,3,3] as forward passes need them. */
    void transform(INDArray weights, Pointer places) {
        filters.toPlacesByInput(
                Floats.of(weights).buffer(),
                Floats.of(places, length(filters.byInput())).buffer());
        Reference.reachabilityFence(weights);
        Reference.reachabilityFence(places);
    }

    INDArray forward(INDArray x, INDArray weights, Memory memory) {
        Pointer places = Alignment.scratch(filterBytes(), memory);
        transform(weights, places);
        INDArray y = geometry.output().output(memory);
        apply(x, places, y, WinogradMaps.Finish.NONE, memory);
        return y;
    }

    /**
     * @param filterPlaces of {@link #transform}
     * @param y overwritten
     */
    void apply(INDArray x, Pointer filterPlaces, INDArray y, WinogradMaps.Finish finish, Memory memory) {
        Address pixels = Address.of(x);
        Address results = Address.of(y);
        List<Places> lanes = places(forward, memory);
        forward.forEach((first, end, lane) -> {
            WinogradMaps source = new WinogradMaps(winograd, geometry.input(), first, end);
            WinogradMaps target = new WinogradMaps(winograd, geometry.output(), first, end);
            Places places = lanes.get(lane);
            source.pixelsToPlaces(source.in(pixels), places.input().buffer());
            Matmul.products(
                    source.matrices(),
                    filters.byInput(),
                    target.matrices(),
                    places.input().address(),
                    filterPlaces,
                    places.output().address());
            target.placesToResults(places.output().buffer(), target.in(results), finish);
        });
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(y);
        Reference.reachabilityFence(lanes);
    }

    /** Room for the places of a slice's maps. */
    private record Places(Floats input, Floats output) {}

    /** For each slice that is computed at the same time. */
    private List<Places> places(WinogradSlices slices, Memory memory) {
        WinogradMaps input = new WinogradMaps(winograd, geometry.input(), 0, slices.mostRows());
        WinogradMaps output = new WinogradMaps(winograd, geometry.output(), 0, slices.mostRows());
        return Stream.generate(() -> new Places(
                        Floats.scratch(length(input.matrices()), memory),
                        Floats.scratch(length(output.matrices()), memory)))
                .limit(slices.lanes())
                .toList();
    }

    /**
     * @param weightsGradient overwritten
     * @return the gradient of x
     */
    INDArray backward(INDArray x, INDArray weights, INDArray dy, INDArray weightsGradient, Memory memory) {
        Floats filterPlaces = Floats.scratch(length(filters.byOutput()), memory);
        filters.toPlacesByOutput(Floats.of(weights).buffer(), filterPlaces.buffer());
        INDArray dx = geometry.input().output(memory);
        Gradient gradient = new Gradient(x, dy, memory);
        backward.forEach((first, end, lane) -> {
            gradient.add(first, end);
            gradient.toPixels(first, end, filterPlaces, dx);
        });
        gradient.write(weightsGradient);
        Reference.reachabilityFence(weights);
        Reference.reachabilityFence(dx);
        Reference.reachabilityFence(filterPlaces.address());
        return dx;
    }

    /**
     * @param weightsGradient overwritten
     */
    void weightsGradient(INDArray x, INDArray dy, INDArray weightsGradient, Memory memory) {
        Gradient gradient = new Gradient(x, dy, memory);
        backward.forEach((first, end, lane) -> gradient.add(first, end));
        gradient.write(weightsGradient);
    }

    /** The gradient of the filters' places, some images after the others. */
    private final class Gradient {

        private final INDArray x;
        private final INDArray dy;
        private final Floats ofFilters;
        private final Places places;

        Gradient(INDArray x, INDArray dy, Memory memory) {
            this.x = x;
            this.dy = dy;
            this.ofFilters = Floats.scratch(length(filters.byOutput()), memory);
            this.places = places(backward, memory).get(0);
        }

        void add(int first, int end) {
            WinogradMaps source = new WinogradMaps(winograd, geometry.input(), first, end);
            WinogradMaps target = new WinogradMaps(winograd, geometry.output(), first, end);
            source.pixelsToPlaces(source.in(Address.of(x)), places.input().buffer());
            target.resultsToPlaces(target.in(Address.of(dy)), places.output().buffer());
            Matmul.transposedProducts(
                    target.matrices(),
                    source.matrices(),
                    filters.byOutput(),
                    first > 0,
                    places.output().address(),
                    places.input().address(),
                    ofFilters.address());
        }

        /** The gradient of the images' pixels, once it is added; it takes the room of their places. */
        void toPixels(int first, int end, Floats filterPlaces, INDArray dx) {
            WinogradMaps source = new WinogradMaps(winograd, geometry.input(), first, end);
            WinogradMaps target = new WinogradMaps(winograd, geometry.output(), first, end);
            Matmul.products(
                    target.matrices(),
                    filters.byOutput(),
                    source.matrices(),
                    places.output().address(),
                    filterPlaces.address(),
                    places.input().address());
            source.placesToPixels(places.input().buffer(), source.in(Address.of(dx)));
        }

        void write(INDArray weightsGradient) {
            filters.fromPlacesByOutput(
                    ofFilters.buffer(), Floats.of(weightsGradient).buffer());
            Reference.reachabilityFence(weightsGradient);
            Reference.reachabilityFence(this);
        }
    }
}
