/** Object detection on TResNet: feature pyramid, ATSS and FCOS heads, COCO's metric. */
package org.tresnet4j.detection;
