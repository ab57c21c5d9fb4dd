/** A task of one's own, from its configuration to its evaluation. */
package org.tresnet4j.examples.counting;
