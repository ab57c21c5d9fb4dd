package org.tresnet4j.datasets.crop;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import org.tresnet4j.datasets.image.ImageException;

/**
 * What was cut out.
 *
 * @param pictures written, by class folder, in the order of the classes; 0 where a class has none, and no folder
 * @param crowds left out: several objects that were not told apart
 * @param small objects left out
 * @param skipped images that could not be used, where the policy is to skip
 */
public record CropReport(Map<String, Integer> pictures, int crowds, int small, List<ImageException> skipped) {

    public CropReport {
        pictures = ImmutableMap.copyOf(pictures);
        skipped = List.copyOf(skipped);
    }

    /** All that were written. */
    public int total() {
        return pictures.values().stream().mapToInt(Integer::intValue).sum();
    }
}
