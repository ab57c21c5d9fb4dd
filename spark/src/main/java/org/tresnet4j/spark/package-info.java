/**
 * Training on a cluster: the driver's side. Apache Spark and Deeplearning4j's parameter averaging do the work; here a run
 * is cut into rounds, and what must not start anew with each of them is carried on.
 */
package org.tresnet4j.spark;
