/** The {@code tresnet} command: a class for each subcommand, which passes on to the modules and holds no mathematics. */
package org.tresnet4j.cli;
