/**
 * The suite: which contenders are compared, how their processes are started and asked in turn. The contenders themselves
 * are in {@code worker} (and {@code src/main/python}), what is made of the figures is in {@code report}.
 */
package org.tresnet4j.benchmarks;
