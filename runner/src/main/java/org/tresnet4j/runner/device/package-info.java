/** What computes, how much memory it has, and whether that is as it should be. */
package org.tresnet4j.runner.device;
