package org.tresnet4j.benchmarks.worker;

import ai.djl.Model;
import ai.djl.basicmodelzoo.cv.classification.ResNetV1;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "djl", description = "ResNet50 of DJL's model zoo, on PyTorch.")
final class DjlCommand implements Callable<Workload> {

    private static final int LAYERS = 50;

    @Mixin
    private StepOptions step;

    @Option(names = "--threads", required = true)
    private int threads;

    @Override
    public Workload call() {
        DjlThreads.set(threads);
        Shape image = new Shape(StepOptions.CHANNELS, step.size(), step.size());
        Block block = ResNetV1.builder()
                .setImageShape(image)
                .setNumLayers(LAYERS)
                .setOutSize(StepOptions.CLASSES)
                .build();
        Model model = Model.newInstance("resnet50", DjlThreads.ENGINE);
        model.setBlock(block);
        if (step.mode() == Mode.TRAIN) {
            return new DjlTraining(model, step);
        }
        block.initialize(
                model.getNDManager(),
                DataType.FLOAT32,
                new Shape(step.batch(), StepOptions.CHANNELS, step.size(), step.size()));
        block.freezeParameters(true);
        return new DjlInference(model, step);
    }
}
