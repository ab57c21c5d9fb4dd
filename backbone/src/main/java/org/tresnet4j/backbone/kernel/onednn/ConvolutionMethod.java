package org.tresnet4j.backbone.kernel.onednn;

import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Kernels;
import org.tresnet4j.backbone.kernel.Memory;

/** How a convolution's products are computed, and the layout of its maps meanwhile. */
enum ConvolutionMethod {

    /** Every product by itself, on the maps as they lie. */
    DIRECT(dnnl.algorithm.convolution_direct, memory.format_tag.nhwc),

    /**
     * Winograd's minimal filtering F(4×4, 3×3) (Lavin and Gray, arXiv 1509.09308): 36 products for a tile of 4×4 pixels
     * instead of 144; in float32 results differ from direct ones by 1e-6 of their norm. oneDNN has it for maps in
     * blocks of 16 channels, so these are re-ordered there and back; temporary memory is 2.25 times both maps and 8 times
     * the weights. For other processors there is {@link WinogradConvolution}.
     */
    WINOGRAD(dnnl.algorithm.convolution_winograd, memory.format_tag.nChw16c) {

        @Override
        boolean fuses(double slope) {
            return slope == 0 || slope == Kernels.IDENTITY;
        }

        @Override
        Pointer load(INDArray maps, Memory memory) {
            Pointer blocked = room(maps, memory);
            ChannelsLast shape = ChannelsLast.of(maps);
            Primitives.get(new Move(shape, DIRECT, this)).run(ChannelsLast.address(maps), blocked);
            return blocked;
        }

        @Override
        Pointer room(INDArray maps, Memory memory) {
            return Alignment.scratch(desc(ChannelsLast.of(maps)).get_size(), memory);
        }

        @Override
        void store(Pointer room, INDArray maps) {
            Primitives.get(new Move(ChannelsLast.of(maps), this, DIRECT)).run(room, ChannelsLast.address(maps));
        }
    };

    /** Of oneDNN's blocked layout. */
    private static final long CHANNEL_BLOCK = 16;

    /** With 32 channels transforming the maps takes what it saves; with 48 a fifth is left (measured). */
    private static final long LEAST_CHANNELS = 48;

    /**
     * Pixels of the batch times channels from which the products of a tile are large enough matrices, and the weights'
     * transformation small beside them. Measured for 64 to 512 channels, sides of 4 to 64 and batches of 1 to 32 with two
     * threads: below it direct convolutions are up to twice as fast, above it up to 3 times slower.
     */
    private static final long LEAST_WORK = 1 << 17;

    /** Of a pixel, of 9 without filtering: a quarter of the tiles may lie outside of the maps, as with sides of 7. */
    private static final double MOST_PRODUCTS = 3;

    private final dnnl.algorithm algorithm;
    private final memory.format_tag layout;

    ConvolutionMethod(dnnl.algorithm algorithm, memory.format_tag layout) {
        this.algorithm = algorithm;
        this.layout = layout;
    }

    /** Depends on the shapes and the processor alone: a resumed training computes what it would have computed. */
    static ConvolutionMethod of(Convolution.Geometry geometry) {
        return OneDnn.hasWinograd()
                        && geometry.input().channels() % CHANNEL_BLOCK == 0
                        && geometry.outputs() % CHANNEL_BLOCK == 0
                        && mayFilter(geometry, LEAST_WORK)
                        && Winograd.F4.products(geometry.input(), 0) <= MOST_PRODUCTS
                ? WINOGRAD
                : DIRECT;
    }

    /**
     * Whether minimal filtering is possible, with enough channels and pixels for it.
     *
     * @param leastWork pixels of the batch times channels
     */
    static boolean mayFilter(Convolution.Geometry geometry, long leastWork) {
        ChannelsLast input = geometry.input();
        long channels = Math.min(input.channels(), geometry.outputs());
        return input.type() == DataType.FLOAT
                && geometry.window().size() == 3
                && geometry.window().stride() == 1
                && channels >= LEAST_CHANNELS
                && input.batch() * input.pixels() * channels >= leastWork;
    }

    /** Maps from one method's layout to another's. */
    private record Move(ChannelsLast maps, ConvolutionMethod from, ConvolutionMethod to) implements Recipe<Primitive> {

        @Override
        public Primitive compile() {
            return Reorder.compile(from.desc(maps), to.desc(maps));
        }
    }

    dnnl.algorithm algorithm() {
        return algorithm;
    }

    memory.desc desc(ChannelsLast maps) {
        return new memory.desc(maps.shape(), Types.of(maps.type()), layout);
    }

    /** Whether it can apply an activation of that slope to its results itself. */
    boolean fuses(double slope) {
        return true;
    }

    /** Where the maps' values lie in this layout; to be read only. */
    Pointer load(INDArray maps, Memory memory) {
        return ChannelsLast.address(maps);
    }

    /** Where a pass may write the maps' values in this layout; {@link #store} brings them to the maps. */
    Pointer room(INDArray maps, Memory memory) {
        return ChannelsLast.address(maps);
    }

    void store(Pointer room, INDArray maps) {}
}
