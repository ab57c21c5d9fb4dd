/**
 * Looking at a data set before something is trained on it: {@link org.tresnet4j.datasets.inspect.DatasetCheck} finds what
 * is wrong, {@link org.tresnet4j.datasets.inspect.SplitStatistics} counts what is there.
 */
package org.tresnet4j.datasets.inspect;
