/** One annotation file made into those of training, validation and test. */
package org.tresnet4j.datasets.split;
