package org.tresnet4j.backbone.onnx;

import java.util.Optional;

/**
 * What is asked of a task.
 *
 * @param size of the images, instead of the configuration's
 * @param postprocessing whether what follows the network is to be in the model, too
 */
public record OnnxRequest(Optional<Size> size, boolean postprocessing) {}
