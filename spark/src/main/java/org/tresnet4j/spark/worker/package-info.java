/** What executors do: make described batches, train on them, predict. Everything here travels to them. */
package org.tresnet4j.spark.worker;
