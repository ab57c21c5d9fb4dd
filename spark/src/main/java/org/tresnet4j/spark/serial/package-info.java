/** How networks travel between driver and executors. */
package org.tresnet4j.spark.serial;
