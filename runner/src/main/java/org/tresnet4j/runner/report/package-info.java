/** The page of a run. */
package org.tresnet4j.runner.report;
