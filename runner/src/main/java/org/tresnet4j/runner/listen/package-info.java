/** What is told about a running training, and who listens. */
package org.tresnet4j.runner.listen;
