package org.tresnet4j.datasets.inspect;

import com.google.common.collect.Comparators;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * Numbers counted in bins. The first bin is everything below the first edge, the last everything from the last edge on, and
 * a number on an edge belongs to the bin above it.
 *
 * @param edges increasing
 * @param counts one more than edges
 */
public record Histogram(List<Double> edges, List<Long> counts) {

    /**
     * @throws IllegalArgumentException if the edges do not increase, or the counts are not one more
     */
    public Histogram {
        edges = List.copyOf(edges);
        counts = List.copyOf(counts);
        if (counts.size() != edges.size() + 1
                || !Comparators.isInStrictOrder(edges, Comparator.<Double>naturalOrder())) {
            throw new IllegalArgumentException(
                    counts.size() + " counts and the edges " + edges + " do not make a histogram");
        }
    }

    static Histogram of(List<Double> edges, DoubleStream numbers) {
        long[] counts = new long[edges.size() + 1];
        numbers.forEach(number -> {
            int bin = 0;
            while (bin < edges.size() && number >= edges.get(bin)) {
                bin++;
            }
            counts[bin]++;
        });
        return new Histogram(edges, Arrays.stream(counts).boxed().toList());
    }

    /** How many numbers were counted. */
    public long total() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /** A name for each bin: {@code < 4}, {@code 4-8}, …, {@code >= 1024}. */
    public List<String> labels() {
        List<String> labels = new ArrayList<>();
        labels.add("< " + text(edges.get(0)));
        for (int i = 1; i < edges.size(); i++) {
            labels.add(text(edges.get(i - 1)) + "-" + text(edges.get(i)));
        }
        labels.add(">= " + text(edges.get(edges.size() - 1)));
        return labels;
    }

    private static String text(double edge) {
        return BigDecimal.valueOf(edge).stripTrailingZeros().toPlainString();
    }
}
