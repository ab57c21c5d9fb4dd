/**
 * What suite and workers say to each other, a line at a time.
 *
 * <pre>
 * worker                                        suite
 * ready                                         (when it has warmed up)
 *                                               measure 1 3
 * {"millis":812.5,"peak_mebibytes":1650.2}
 *                                               (closes the worker's input, which ends it)
 * </pre>
 *
 * <p>Other lines of a worker are noise of a library and passed over.
 */
package org.tresnet4j.benchmarks.protocol;
