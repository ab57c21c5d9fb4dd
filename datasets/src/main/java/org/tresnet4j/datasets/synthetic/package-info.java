/** A dataset that needs no download: shapes on textured backgrounds, written to disk in COCO's format. */
package org.tresnet4j.datasets.synthetic;
