/** Self-describing checkpoint files that are whole or not there. */
package org.tresnet4j.runner.checkpoint;
