/**
 * The contenders that run on the JVM, each in a process of its own. {@link org.tresnet4j.benchmarks.worker.Worker} starts
 * them; a subcommand makes a {@link org.tresnet4j.benchmarks.worker.Workload} of its options.
 */
package org.tresnet4j.benchmarks.worker;
