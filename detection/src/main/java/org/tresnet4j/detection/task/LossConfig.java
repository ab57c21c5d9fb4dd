package org.tresnet4j.detection.task;

import org.tresnet4j.detection.box.BoxCoding;
import org.tresnet4j.detection.loss.DetectionLoss;
import org.tresnet4j.detection.loss.FocalLoss;
import org.tresnet4j.runner.config.Key;

/** The loss; the defaults are ATSS's. */
public record LossConfig(
        @Key(value = "focal loss: weight of what is there", defaultValue = "0.25", min = 0, max = 1)
        double alpha,

        @Key(value = "focal loss: focusing on what is hard", defaultValue = "2", min = 0)
        double gamma,

        @Key(value = "weight of the boxes' overlap; ATSS has 2, FCOS 1", defaultValue = "2", above = 0)
        double boxWeight) {

    DetectionLoss loss(BoxCoding coding) {
        return new DetectionLoss(coding, new FocalLoss(alpha, gamma), boxWeight);
    }
}
