package org.tresnet4j.detection.eval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The detections of an image and a category matched with its objects, as pycocotools' {@code evaluateImg} does: for one
 * range of areas, at all IoU thresholds.
 *
 * @param scores of the detections, best first
 * @param matched by threshold and detection
 * @param ignored by threshold and detection: neither right nor wrong
 * @param objects that count
 */
record Matching(double[] scores, boolean[][] matched, boolean[][] ignored, int objects) {

    /** The objects and detections of an image and a category, with their overlaps. */
    static final class Pair {

        private final List<GroundTruth> truths;
        private final List<DetectedObject> detections;
        private final double[][] overlaps;

        /**
         * @param truths in the order of the file
         * @param detections in the order of the file
         * @param most detections that take part, the best ones
         */
        Pair(List<GroundTruth> truths, List<DetectedObject> detections, int most) {
            this.truths = truths;
            this.detections = detections.stream()
                    .sorted(Comparator.comparingDouble(detection -> 0.0 - detection.score()))
                    .limit(most)
                    .toList();
            this.overlaps = new double[this.detections.size()][truths.size()];
            for (int d = 0; d < overlaps.length; d++) {
                for (int g = 0; g < truths.size(); g++) {
                    overlaps[d][g] = overlap(this.detections.get(d), truths.get(g));
                }
            }
        }

        /** Intersection over union; with a crowd over the detection's own area. */
        private static double overlap(DetectedObject d, GroundTruth g) {
            double width = Math.min(d.x() + d.width(), g.x() + g.width()) - Math.max(d.x(), g.x());
            double height = Math.min(d.y() + d.height(), g.y() + g.height()) - Math.max(d.y(), g.y());
            if (width <= 0 || height <= 0) {
                return 0;
            }
            double intersection = width * height;
            double own = d.width() * d.height();
            return intersection / (g.crowd() ? own : own + g.width() * g.height() - intersection);
        }

        Matching match(AreaRange range, double[] thresholds) {
            boolean[] ignore = new boolean[truths.size()];
            for (int g = 0; g < ignore.length; g++) {
                ignore[g] =
                        truths.get(g).crowd() || !range.includes(truths.get(g).area());
            }
            int[] order = countingFirst(ignore);
            boolean[][] matched = new boolean[thresholds.length][detections.size()];
            boolean[][] ignored = new boolean[thresholds.length][detections.size()];
            for (int t = 0; t < thresholds.length; t++) {
                boolean[] taken = new boolean[truths.size()];
                for (int d = 0; d < detections.size(); d++) {
                    int match = bestMatch(d, thresholds[t], order, ignore, taken);
                    matched[t][d] = match >= 0;
                    if (match >= 0) {
                        taken[match] = true;
                        ignored[t][d] = ignore[match];
                    } else {
                        DetectedObject detection = detections.get(d);
                        ignored[t][d] = !range.includes(detection.width() * detection.height());
                    }
                }
            }
            int counting = 0;
            for (boolean ignoredObject : ignore) {
                counting += ignoredObject ? 0 : 1;
            }
            double[] scores =
                    detections.stream().mapToDouble(DetectedObject::score).toArray();
            return new Matching(scores, matched, ignored, counting);
        }

        /** Objects that count before those that do not, otherwise in their order. */
        private static int[] countingFirst(boolean[] ignore) {
            int[] order = new int[ignore.length];
            int place = 0;
            for (boolean later : new boolean[] {false, true}) {
                for (int g = 0; g < ignore.length; g++) {
                    if (ignore[g] == later) {
                        order[place++] = g;
                    }
                }
            }
            return order;
        }

        private int bestMatch(int detection, double threshold, int[] order, boolean[] ignore, boolean[] taken) {
            double best = Math.min(threshold, 1 - 1e-10);
            int match = -1;
            for (int g : order) {
                if (taken[g] && !truths.get(g).crowd()) {
                    continue;
                }
                if (match >= 0 && !ignore[match] && ignore[g]) {
                    break;
                }
                if (overlaps[detection][g] >= best) {
                    best = overlaps[detection][g];
                    match = g;
                }
            }
            return match;
        }
    }

    /** As if only so many detections had been made. */
    Matching first(int most) {
        if (scores.length <= most) {
            return this;
        }
        return new Matching(Arrays.copyOf(scores, most), matched, ignored, objects);
    }
}
