/** What the tasks have in common: their data's configuration and splits, and how image files are predicted. */
package org.tresnet4j.tasks;
