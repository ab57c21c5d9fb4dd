package org.tresnet4j.tasks;

import java.nio.file.Path;
import org.tresnet4j.runner.config.Key;

/**
 * A part of the data.
 *
 * @param annotations a COCO JSON file, relative to the root
 * @param images the folder of its images, relative to the root
 */
public record SplitConfig(
        @Key("a COCO annotation file, relative to data.root")
        Path annotations,

        @Key("the folder of its images, relative to data.root")
        Path images) {}
