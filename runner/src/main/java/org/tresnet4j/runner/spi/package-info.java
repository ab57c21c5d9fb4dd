/** What a task is to the runner. */
package org.tresnet4j.runner.spi;
