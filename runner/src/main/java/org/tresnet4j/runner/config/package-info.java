/** YAML files into checked records and back; the records describe themselves with {@link org.tresnet4j.runner.config.Key}. */
package org.tresnet4j.runner.config;
