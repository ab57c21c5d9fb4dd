/** What is known about the pictures of a dataset, free of any file format. Values only: immutable, no pixels. */
package org.tresnet4j.datasets.annotation;
