package org.tresnet4j.backbone.kernel.onednn;

import java.lang.ref.Reference;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Memory;

/**
 * A convolution of 3×3 by {@link Winograd}'s filtering on the maps as they lie, in float32: tiles are transformed in Java,
 * the products are oneDNN's. Images go through in chunks, so that what lies between the steps stays in the cache and
 * needs the same memory whatever the batch.
 */
final class WinogradConvolution {

    /** Of the places of a chunk's maps. */
    private static final long CHUNK_BYTES = 16L << 20;

    /**
     * Pixels of the batch times channels from which a forward and a backward pass together take less time than direct
     * ones: measured with two threads and AVX2 for 16 to 512 channels, sides of 4 to 56 and batches of 1 to 32. Below it
     * direct ones are up to 4 times as fast, above it up to 4 times as slow.
     */
    private static final long LEAST_WORK = 100_000;

    /** The same for inference, where the filters are transformed only once. */
    private static final long LEAST_WORK_PREPARED = 50_000;

    private final Convolution.Geometry geometry;
    private final WinogradWeights filters;

    /** Images of a chunk, and the largest chunk's maps. */
    private final long chunk;

    private final WinogradMaps input;
    private final WinogradMaps output;

    WinogradConvolution(Convolution.Geometry geometry) {
        this(geometry, CHUNK_BYTES);
    }

    /** With chunks of at most so many bytes of places, if one image is not more. */
    WinogradConvolution(Convolution.Geometry geometry, long chunkBytes) {
        this.geometry = geometry;
        this.filters = new WinogradWeights(
                (int) geometry.outputs(), (int) geometry.input().channels());
        long ofImage = Float.BYTES
                * (length(new WinogradMaps(geometry.input().image()).matrices())
                        + length(new WinogradMaps(geometry.output().image()).matrices()));
        this.chunk = Math.max(1, Math.min(geometry.input().batch(), chunkBytes / ofImage));
        this.input = new WinogradMaps(geometry.input().withBatch(chunk));
        this.output = new WinogradMaps(geometry.output().withBatch(chunk));
    }

    /** Depends on the shapes and the processor alone, as {@link ConvolutionMethod} does. */
    static boolean paysInTraining(Convolution.Geometry geometry) {
        return pays(geometry, LEAST_WORK);
    }

    static boolean paysInInference(Convolution.Geometry geometry) {
        return pays(geometry, LEAST_WORK_PREPARED);
    }

    /** Where oneDNN has no filtering of its own. */
    private static boolean pays(Convolution.Geometry geometry, long leastWork) {
        return !OneDnn.hasWinograd() && ConvolutionMethod.filteringPays(geometry, leastWork) && fitsBuffers(geometry);
    }

    /** A buffer has at most 2³¹ bytes, enough for maps of 1900×1900 with 64 channels: larger images stay direct. */
    private static boolean fitsBuffers(Convolution.Geometry geometry) {
        long inputs = geometry.input().channels();
        long places =
                length(new WinogradMaps(geometry.input().image().withChannels(Math.max(inputs, geometry.outputs())))
                        .matrices());
        WinogradWeights filters = new WinogradWeights((int) geometry.outputs(), (int) inputs);
        long ofFilters = Math.max(length(filters.byInput()), length(filters.byOutput()));
        return Math.max(places, ofFilters) <= Integer.MAX_VALUE / Float.BYTES;
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
            return new Floats(
                    address, new FloatPointer(address).capacity(length).asBuffer());
        }

        static Floats scratch(long length, Memory memory) {
            return of(Alignment.scratch(length * Float.BYTES, memory), length);
        }
    }

    /** Floats of all matrices, with what lies between their rows. */
    private static long length(Matmul.Matrices matrices) {
        return matrices.count() * matrices.rows() * matrices.pitch();
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
        Floats from = Floats.scratch(length(input.matrices()), memory);
        Floats to = Floats.scratch(length(output.matrices()), memory);
        for (long first = 0; first < geometry.input().batch(); first += chunk) {
            INDArray pixels = images(x, first);
            INDArray results = images(y, first);
            WinogradMaps source = new WinogradMaps(ChannelsLast.of(pixels));
            WinogradMaps target = new WinogradMaps(ChannelsLast.of(results));
            source.pixelsToPlaces(Floats.of(pixels).buffer(), from.buffer());
            Matmul.products(
                    source.matrices(),
                    filters.byInput(),
                    target.matrices(),
                    from.address(),
                    filterPlaces,
                    to.address());
            target.placesToResults(to.buffer(), Floats.of(results).buffer(), finish);
        }
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(y);
        Reference.reachabilityFence(from.address());
        Reference.reachabilityFence(to.address());
    }

    /**
     * @param weightsGradient overwritten
     * @return the gradient of x
     */
    INDArray backward(INDArray x, INDArray weights, INDArray dy, INDArray weightsGradient, Memory memory) {
        Floats filterPlaces = Floats.scratch(length(filters.byOutput()), memory);
        filters.toPlacesByOutput(Floats.of(weights).buffer(), filterPlaces.buffer());
        Gradient gradient = new Gradient(memory);
        INDArray dx = geometry.input().output(memory);
        for (long first = 0; first < geometry.input().batch(); first += chunk) {
            gradient.add(x, dy, first);
            gradient.toPixels(filterPlaces, dx, first);
        }
        gradient.write(weightsGradient);
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(weights);
        Reference.reachabilityFence(dy);
        Reference.reachabilityFence(dx);
        Reference.reachabilityFence(filterPlaces.address());
        return dx;
    }

    /**
     * @param weightsGradient overwritten
     */
    void weightsGradient(INDArray x, INDArray dy, INDArray weightsGradient, Memory memory) {
        Gradient gradient = new Gradient(memory);
        for (long first = 0; first < geometry.input().batch(); first += chunk) {
            gradient.add(x, dy, first);
        }
        gradient.write(weightsGradient);
        Reference.reachabilityFence(x);
        Reference.reachabilityFence(dy);
    }

    /** The gradient of the filters' places, chunk after chunk. */
    private final class Gradient {

        private final Floats ofFilters;
        private final Floats from;
        private final Floats to;

        Gradient(Memory memory) {
            ofFilters = Floats.scratch(length(filters.byOutput()), memory);
            from = Floats.scratch(length(input.matrices()), memory);
            to = Floats.scratch(length(output.matrices()), memory);
        }

        void add(INDArray x, INDArray dy, long first) {
            INDArray pixels = images(x, first);
            INDArray gradient = images(dy, first);
            WinogradMaps source = new WinogradMaps(ChannelsLast.of(pixels));
            WinogradMaps target = new WinogradMaps(ChannelsLast.of(gradient));
            source.pixelsToPlaces(Floats.of(pixels).buffer(), from.buffer());
            target.resultsToPlaces(Floats.of(gradient).buffer(), to.buffer());
            Matmul.transposedProducts(
                    target.matrices(),
                    source.matrices(),
                    filters.byOutput(),
                    first > 0,
                    to.address(),
                    from.address(),
                    ofFilters.address());
        }

        /** The gradient of the chunk's pixels, once it is added; it takes the room of their places. */
        void toPixels(Floats filterPlaces, INDArray dx, long first) {
            INDArray pixels = images(dx, first);
            WinogradMaps source = new WinogradMaps(ChannelsLast.of(pixels));
            WinogradMaps target = new WinogradMaps(geometry.output().withBatch(pixels.size(0)));
            Matmul.products(
                    target.matrices(),
                    filters.byOutput(),
                    source.matrices(),
                    to.address(),
                    filterPlaces.address(),
                    from.address());
            source.placesToPixels(from.buffer(), Floats.of(pixels).buffer());
        }

        void write(INDArray weightsGradient) {
            filters.fromPlacesByOutput(
                    ofFilters.buffer(), Floats.of(weightsGradient).buffer());
            Reference.reachabilityFence(weightsGradient);
            Reference.reachabilityFence(ofFilters.address());
            Reference.reachabilityFence(from.address());
            Reference.reachabilityFence(to.address());
        }
    }

    private INDArray images(INDArray maps, long first) {
        return ChannelsLast.images(maps, first, Math.min(chunk, geometry.input().batch() - first));
    }
}
