package org.tresnet4j.benchmarks.worker;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;

/** Training steps of DJL: softmax, cross-entropy, SGD with momentum. Lives as long as the process. */
final class DjlTraining implements Workload {

    private final Trainer trainer;
    private final NDArray images;
    private final NDArray labels;

    DjlTraining(Model model, StepOptions step) {
        Optimizer optimizer = Optimizer.sgd()
                .setLearningRateTracker(Tracker.fixed((float) StepOptions.LEARNING_RATE))
                .optMomentum((float) StepOptions.MOMENTUM)
                .build();
        Shape shape = new Shape(step.batch(), StepOptions.CHANNELS, step.size(), step.size());
        trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optOptimizer(optimizer)
                .optDevices(new Device[] {Device.cpu()}));
        trainer.initialize(shape);
        images = trainer.getManager().randomUniform(0, 1, shape);
        labels = trainer.getManager().arange(step.batch()).toType(DataType.INT64, false);
    }

    @Override
    public void step() {
        try (NDManager memory = trainer.getManager().newSubManager()) {
            // results live with their inputs: these lend them a manager that ends with the step
            images.tempAttach(memory);
            labels.tempAttach(memory);
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDList logits = trainer.forward(new NDList(images), new NDList(labels));
                collector.backward(trainer.getLoss().evaluate(new NDList(labels), logits));
            }
            trainer.step();
        }
    }
}
