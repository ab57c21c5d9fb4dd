/** COCO's annotation files: reading them into an index, and writing them. */
package org.tresnet4j.datasets.coco;
