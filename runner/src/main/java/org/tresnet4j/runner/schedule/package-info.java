/** Learning rates as pure functions of the iteration. */
package org.tresnet4j.runner.schedule;
