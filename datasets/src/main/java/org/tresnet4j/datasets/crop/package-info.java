/** The objects of a data set as pictures of their own, in the folders that classifiers learn from. */
package org.tresnet4j.datasets.crop;
