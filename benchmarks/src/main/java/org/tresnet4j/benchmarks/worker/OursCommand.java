package org.tresnet4j.benchmarks.worker;

import java.util.concurrent.Callable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.tresnet4j.backbone.kernel.Computation;
import org.tresnet4j.backbone.kernel.KernelChoice;
import org.tresnet4j.backbone.kernel.Precision;
import org.tresnet4j.backbone.kernel.onednn.OneDnn;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "ours", description = "A network of this project's layers.")
final class OursCommand implements Callable<Workload> {

    @Mixin
    private StepOptions step;

    @Option(names = "--model", required = true, description = "A name of the family's table, or resnet50.")
    private String model;

    @Option(names = "--kernels", defaultValue = "auto", description = "auto, onednn or nd4j.")
    private KernelChoice kernels;

    @Option(names = "--precision", defaultValue = "float32", description = "float32 or bfloat16.")
    private Precision precision;

    @Option(names = "--checkpointing", description = "Blocks are computed again instead of kept.")
    private boolean checkpointing;

    @Option(
            names = "--separate",
            description = "Convolution, normalisation and activation as layers of their own, those of DL4J.")
    private boolean separate;

    @Option(names = "--folded", description = "Inference with the normalisation folded into the convolutions.")
    private boolean folded;

    @Override
    public Workload call() {
        if (precision == Precision.BFLOAT16 && !OneDnn.hasBfloat16()) {
            throw new IllegalStateException("this processor has no bfloat16: float32 would be measured");
        }
        ComputationGraph network =
                new OurNetworks(new Computation(kernels, precision, checkpointing), separate).create(model);
        return step.mode() == Mode.TRAIN ? NetworkTraining.running(network, step.data()) : inference(network);
    }

    private Workload inference(ComputationGraph network) {
        INDArray images = step.images();
        Workload prediction = OurNetworks.prediction(network, images, folded);
        return () -> {
            prediction.step();
            Nd4j.getExecutioner().commit();
        };
    }
}
