package org.tresnet4j.datasets.inspect;

import com.google.common.collect.ImmutableMap;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.tresnet4j.datasets.coco.CocoPolicy.EmptyImages;
import org.tresnet4j.datasets.coco.CocoSplit;
import org.tresnet4j.datasets.image.OnCorruptImage;

/**
 * What was found in a split.
 *
 * @param images that the file lists
 * @param annotations that the file lists
 * @param categories that the file lists
 * @param shared how many of its pictures an earlier split has, too, by the first one that has them
 * @param findings those of the file, then those of the images in their order
 */
public record SplitReport(
        CocoSplit split,
        int images,
        int annotations,
        int categories,
        Map<String, Integer> shared,
        List<Finding> findings) {

    public SplitReport {
        shared = ImmutableMap.copyOf(shared);
        findings = List.copyOf(findings);
    }

    /** The findings of each problem there is, the gravest first. */
    public Map<Problem, List<Finding>> byProblem() {
        Map<Problem, List<Finding>> found = new EnumMap<>(Problem.class);
        for (Problem problem : Problem.values()) {
            List<Finding> of = findings.stream()
                    .filter(finding -> finding.problem() == problem)
                    .toList();
            if (!of.isEmpty()) {
                found.put(problem, of);
            }
        }
        return found;
    }

    /**
     * What training does about a problem of this split.
     *
     * @param policy what it does with pictures that it cannot use
     * @return never {@link Consequence#FAILS_UNLESS_SKIPPED}
     */
    public Consequence consequence(Problem problem, OnCorruptImage policy) {
        if (problem == Problem.NO_ANNOTATIONS && split.policy().emptyImages() == EmptyImages.DROP) {
            return Consequence.LEFT_OUT;
        }
        if (problem.consequence() == Consequence.FAILS_UNLESS_SKIPPED) {
            return policy == OnCorruptImage.FAIL ? Consequence.FAILS : Consequence.LEFT_OUT;
        }
        return problem.consequence();
    }

    /** Whether training with this split would fail. */
    public boolean isBroken(OnCorruptImage policy) {
        return findings.stream().anyMatch(finding -> consequence(finding.problem(), policy) == Consequence.FAILS);
    }
}
