/** Shards: images and annotations packed into Hadoop's sequence files, for clusters without a shared disk. */
package org.tresnet4j.spark.shard;
