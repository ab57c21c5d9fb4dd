package org.tresnet4j.multilabel.task;

import org.tresnet4j.runner.config.Key;

/**
 * The sections of a tagging configuration.
 *
 * @param model the network
 * @param data the images and their labels
 * @param augmentation of the training images
 * @param loss what training minimises
 * @param evaluation how predictions are judged
 */
public record MultiLabelConfig(
        @Key("the network") ModelConfig model,
        @Key("the images and their labels") DataConfig data,
        @Key("random changes of training images") AugmentationConfig augmentation,
        @Key("the asymmetric loss") LossConfig loss,
        @Key("how predictions are judged") EvaluationConfig evaluation) {}
