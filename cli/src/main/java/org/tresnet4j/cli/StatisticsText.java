package org.tresnet4j.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tresnet4j.datasets.inspect.ClassCount;
import org.tresnet4j.datasets.inspect.Histogram;
import org.tresnet4j.datasets.inspect.ObjectSize;
import org.tresnet4j.datasets.inspect.SplitStatistics;

/** Tables of what splits hold, a column for each split. */
final class StatisticsText {

    /** So many image sizes are named. */
    private static final int IMAGE_SIZES = 5;

    private final Map<String, SplitStatistics> bySplit;

    private StatisticsText(Map<String, SplitStatistics> bySplit) {
        this.bySplit = bySplit;
    }

    static String of(Map<String, SplitStatistics> bySplit) {
        StatisticsText text = new StatisticsText(bySplit);
        return Stream.of(
                        text.table("split", text.totals()),
                        text.table("class: images", text.classes(ClassCount::images)),
                        text.table("class: objects", text.classes(ClassCount::objects)),
                        text.table("objects by \u221aarea", text.bins(SplitStatistics::objectSides)),
                        text.table("images by shorter side", text.bins(SplitStatistics::shortSides)),
                        text.table("images by longer side", text.bins(SplitStatistics::longSides)),
                        text.table("images by width/height", text.bins(SplitStatistics::aspects)),
                        text.imageSizes())
                .collect(Collectors.joining(System.lineSeparator() + System.lineSeparator()));
    }

    private String table(String title, List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>();
        all.add(Stream.concat(Stream.of(title), bySplit.keySet().stream()).toList());
        all.addAll(rows);
        return Table.ofCounts(all);
    }

    private List<List<String>> totals() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("images", SplitStatistics::images));
        rows.add(row("images without annotations", SplitStatistics::emptyImages));
        rows.add(row("objects", SplitStatistics::objects));
        for (ObjectSize size : ObjectSize.values()) {
            rows.add(row(
                    "objects, " + size.name().toLowerCase(Locale.ROOT),
                    split -> split.sizes().get(size)));
        }
        rows.add(row("crowds", SplitStatistics::crowds));
        return rows;
    }

    private List<String> row(String name, ToIntFunction<SplitStatistics> count) {
        return Stream.concat(
                        Stream.of(name),
                        bySplit.values().stream().map(split -> String.valueOf(count.applyAsInt(split))))
                .toList();
    }

    /** Splits may have different classes; those of a name are one. */
    private List<List<String>> classes(ToIntFunction<ClassCount> count) {
        List<String> names = bySplit.values().stream()
                .flatMap(split -> split.classes().stream())
                .map(ClassCount::name)
                .distinct()
                .toList();
        return names.stream()
                .map(name -> row(
                        name,
                        split -> split.classes().stream()
                                .filter(counted -> counted.name().equals(name))
                                .mapToInt(count)
                                .sum()))
                .toList();
    }

    private List<List<String>> bins(Function<SplitStatistics, Histogram> histogram) {
        List<Histogram> histograms = bySplit.values().stream().map(histogram).toList();
        List<String> labels = histograms.get(0).labels();
        return range(histograms)
                .mapToObj(bin -> row(
                        labels.get(bin),
                        split -> histogram.apply(split).counts().get(bin).intValue()))
                .toList();
    }

    /** The bins from the first that is not empty in all of the histograms to the last. */
    static IntStream range(Collection<Histogram> histograms) {
        int[] used = histograms.stream()
                .flatMapToInt(histogram -> IntStream.range(0, histogram.counts().size())
                        .filter(bin -> histogram.counts().get(bin) > 0))
                .sorted()
                .toArray();
        return used.length == 0 ? IntStream.empty() : IntStream.rangeClosed(used[0], used[used.length - 1]);
    }

    private String imageSizes() {
        List<String> lines = new ArrayList<>();
        lines.add("  most frequent image sizes");
        bySplit.forEach((name, split) -> lines.add("  " + name + ": "
                + split.imageSizes().entrySet().stream()
                        .limit(IMAGE_SIZES)
                        .map(size -> size.getKey() + " (" + size.getValue() + ")")
                        .collect(Collectors.joining(", "))
                + (split.imageSizes().size() > IMAGE_SIZES
                        ? ", and " + (split.imageSizes().size() - IMAGE_SIZES) + " others"
                        : "")));
        return String.join(System.lineSeparator(), lines);
    }
}
