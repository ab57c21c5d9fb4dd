/** Pretrained weights: files of PyTorch and safetensors, and what the parameters are called in them. */
package org.tresnet4j.backbone.weights;
