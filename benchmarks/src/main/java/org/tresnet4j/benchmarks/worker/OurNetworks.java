package org.tresnet4j.benchmarks.worker;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.TResNet;
import org.tresnet4j.backbone.TResNetVariant;
import org.tresnet4j.backbone.kernel.Computation;
import org.tresnet4j.backbone.predict.Predictor;
import org.tresnet4j.runner.train.TrainingSteps;

/**
 * Networks of this project's layers.
 *
 * @param computation kernels and precision
 * @param separate whether In-Place ABN is taken apart, see {@link SeparateLayers}
 */
record OurNetworks(Computation computation, boolean separate) {

    private static final String RESNET50 = "resnet50";

    OurNetworks(Computation computation) {
        this(computation, false);
    }

    /** With 1000 classes, softmax and cross-entropy, initialised. */
    ComputationGraph create(String model) {
        NeuralNetConfiguration.Builder settings =
                TrainingSteps.momentum(StepOptions.LEARNING_RATE, StepOptions.MOMENTUM);
        ComputationGraphConfiguration configuration =
                model.equals(RESNET50) ? resnet50(settings) : tresnet(model, settings);
        ComputationGraph network =
                new ComputationGraph(separate ? SeparateLayers.of(configuration, settings) : configuration);
        network.init();
        return network;
    }

    private ComputationGraphConfiguration tresnet(String model, NeuralNetConfiguration.Builder settings) {
        return TResNet.of(TResNetVariant.named(model))
                .classes(StepOptions.CLASSES)
                .computation(computation)
                .settings(settings)
                .build();
    }

    private ComputationGraphConfiguration resnet50(NeuralNetConfiguration.Builder settings) {
        return new OurResNet50(computation).configuration(settings);
    }

    static Workload prediction(ComputationGraph network, INDArray images, boolean folded) {
        if (folded) {
            Predictor predictor = Predictor.of(network);
            return () -> predictor.predict(images);
        }
        return () -> network.output(false, images);
    }
}
