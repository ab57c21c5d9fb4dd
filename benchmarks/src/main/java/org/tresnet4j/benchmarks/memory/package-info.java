/** Whether a long training with images of changing sizes holds more and more memory. */
package org.tresnet4j.benchmarks.memory;
