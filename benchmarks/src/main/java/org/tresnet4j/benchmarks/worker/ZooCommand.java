package org.tresnet4j.benchmarks.worker;

import java.util.concurrent.Callable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.zoo.model.ResNet50;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "zoo", description = "ResNet50 of DL4J's model zoo.")
final class ZooCommand implements Callable<Workload> {

    @Mixin
    private StepOptions step;

    @Override
    public Workload call() {
        ComputationGraph network = ResNet50.builder()
                .numClasses(StepOptions.CLASSES)
                .inputShape(new int[] {StepOptions.CHANNELS, step.size(), step.size()})
                .updater(step.updater())
                .build()
                .init();
        if (step.mode() == Mode.TRAIN) {
            return NetworkTraining.fitting(network, step.data());
        }
        INDArray images = step.images();
        return () -> {
            network.output(false, images);
            Nd4j.getExecutioner().commit();
        };
    }
}
