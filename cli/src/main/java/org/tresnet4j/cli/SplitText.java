package org.tresnet4j.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.tresnet4j.datasets.inspect.ClassCount;
import org.tresnet4j.datasets.split.WrittenPart;

/** What is told about an annotation file that was split: what is where, and how a recipe names it. */
record SplitText(List<WrittenPart> parts) {

    void print(PrintWriter out) {
        out.println(Table.ofCounts(rows()));
        out.println();
        out.println("In the recipe, FOLDER being that of the pictures, for every part the same:");
        out.println("data:");
        for (WrittenPart part : parts) {
            out.println("  " + part.name() + ":");
            out.println("    annotations: " + part.file().toAbsolutePath().normalize());
            out.println("    images: FOLDER");
        }
    }

    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("class", part -> part.name() + ": images", part -> "objects"));
        rows.add(counts("all", WrittenPart::images, WrittenPart::objects));
        if (parts.stream().anyMatch(part -> part.emptyImages() > 0)) {
            rows.add(counts("(without objects)", WrittenPart::emptyImages, part -> 0));
        }
        IntStream.range(0, parts.get(0).classes().size())
                .forEach(index -> rows.add(counts(
                        parts.get(0).classes().get(index).name(),
                        of(index, ClassCount::images),
                        of(index, ClassCount::objects))));
        return rows;
    }

    private static ToIntFunction<WrittenPart> of(int index, ToIntFunction<ClassCount> count) {
        return part -> count.applyAsInt(part.classes().get(index));
    }

    private List<String> counts(String name, ToIntFunction<WrittenPart> images, ToIntFunction<WrittenPart> objects) {
        return row(
                name,
                part -> String.valueOf(images.applyAsInt(part)),
                part -> String.valueOf(objects.applyAsInt(part)));
    }

    private List<String> row(String name, Function<WrittenPart, String> images, Function<WrittenPart, String> objects) {
        return Stream.concat(
                        Stream.of(name),
                        parts.stream().flatMap(part -> Stream.of(images.apply(part), objects.apply(part))))
                .toList();
    }
}
