package org.tresnet4j.classification.task;

import java.util.Optional;
import org.tresnet4j.backbone.kernel.Computation;
import org.tresnet4j.backbone.kernel.KernelChoice;
import org.tresnet4j.backbone.kernel.Precision;
import org.tresnet4j.runner.config.Key;
import org.tresnet4j.tasks.AnnotatedData;
import org.tresnet4j.tasks.DataConfig;

/**
 * The sections of a classification configuration.
 *
 * @param kernels implementation of the backbone's mathematics
 * @param precision of activations and convolutions
 * @param checkpointing whether training computes the insides of the backbone's blocks twice instead of keeping them
 * @param weights what the network starts from, if not from chance
 * @param model the network
 * @param data the images and their labels
 * @param augmentation of the training images
 * @param loss what training minimises
 * @param evaluation what the network sees when it is measured
 */
public record ClassificationConfig(
        @Key(
                value = "auto, onednn (x86-64 processors) or nd4j (any device); auto takes the fastest that loads",
                defaultValue = "auto")
        KernelChoice kernels,

        @Key(
                value = "float32, or bfloat16 for activations and convolutions where the processor has it",
                defaultValue = "float32")
        Precision precision,

        @Key(
                value =
                        "whether training keeps only the results of the backbone's blocks and computes the rest once more for"
                                + " the backward pass: the same network in less memory and more time",
                defaultValue = "false")
        boolean checkpointing,

        @Key("pretrained weights to start from: a file of PyTorch or safetensors, relative to the working directory, or"
                + " https://...#sha256=...")
        Optional<String> weights,

        @Key("the network") ModelConfig model,
        @Key("the images and their labels") DataConfig data,
        @Key("random changes of training images") AugmentationConfig augmentation,
        @Key("cross-entropy, or the asymmetric loss") LossConfig loss,

        @Key("what the network sees of an image when it is measured")
        EvaluationConfig evaluation)
        implements AnnotatedData {

    Computation computation() {
        return new Computation(kernels, precision, checkpointing);
    }
}
