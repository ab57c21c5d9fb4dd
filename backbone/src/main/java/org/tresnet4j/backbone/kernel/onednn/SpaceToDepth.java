package org.tresnet4j.backbone.kernel.onednn;

import static org.tresnet4j.backbone.kernel.onednn.ChannelsLast.address;

import org.bytedeco.dnnl.memory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Memory;

/** Space to depth is a copy between two orders of (image, row, block row, column, block column, colour). */
final class SpaceToDepth {

    private SpaceToDepth() {}

    /** The plain images and the maps they become. */
    private record Shapes(ChannelsLast images, int block, DataType target) {

        ChannelsLast maps() {
            return new ChannelsLast(
                    target,
                    images.batch(),
                    images.channels() * block * block,
                    images.height() / block,
                    images.width() / block);
        }

        long[] sides() {
            return new long[] {images.batch(), maps().height(), block, maps().width(), block, images.channels()};
        }

        memory.desc plain() {
            long plane = images.pixels();
            long width = images.width();
            return new memory.desc(sides(), Types.of(images.type()), new long[] {
                images.channels() * plane, block * width, width, block, 1, plane
            });
        }

        memory.desc deep() {
            long pixel = maps().channels();
            long row = pixel * maps().width();
            return new memory.desc(sides(), Types.of(target), new long[] {
                row * maps().height(), row, block * images.channels(), pixel, images.channels(), 1
            });
        }
    }

    private record Forward(Shapes shapes) implements Recipe<Primitive> {

        @Override
        public Primitive compile() {
            return Reorder.compile(shapes.plain(), shapes.deep());
        }
    }

    private record Backward(Shapes shapes) implements Recipe<Primitive> {

        @Override
        public Primitive compile() {
            return Reorder.compile(shapes.deep(), shapes.plain());
        }
    }

    /** @param images dense, in ND4J's order */
    static INDArray forward(INDArray images, int block, DataType target, Memory memory) {
        Shapes shapes = new Shapes(ChannelsLast.of(images), block, target);
        INDArray y = shapes.maps().output(memory);
        Primitives.get(new Forward(shapes)).run(address(images), address(y));
        return y;
    }

    /** In ND4J's order again. */
    static INDArray backward(INDArray dy, int block, Memory memory) {
        ChannelsLast images = new ChannelsLast(
                DataType.FLOAT, dy.size(0), dy.size(1) / (block * block), dy.size(2) * block, dy.size(3) * block);
        Shapes shapes = new Shapes(images, block, dy.dataType());
        INDArray dx = memory.output(DataType.FLOAT, images.shape());
        Primitives.get(new Backward(shapes)).run(address(dy), address(dx));
        return dx;
    }
}
