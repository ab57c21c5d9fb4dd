/** Whole runs: training from a YAML file into a folder, and trained models that measure and predict. Knows no task. */
package org.tresnet4j.runner;
