/** Networks as ONNX files, which ONNX Runtime and others run: normalisation folded into the convolutions, any batch. */
package org.tresnet4j.backbone.onnx;
