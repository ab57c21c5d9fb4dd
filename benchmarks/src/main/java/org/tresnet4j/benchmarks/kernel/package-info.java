/** The kernels one by one, measured with JMH and compared with what the machine can do at most. */
package org.tresnet4j.benchmarks.kernel;
