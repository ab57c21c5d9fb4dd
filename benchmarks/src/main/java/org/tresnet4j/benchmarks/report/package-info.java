/** What is made of the measurements: medians, spreads, ratios; a table, a JSON file and a picture. */
package org.tresnet4j.benchmarks.report;
