/** Detectors as ONNX files. */
package org.tresnet4j.detection.onnx;
