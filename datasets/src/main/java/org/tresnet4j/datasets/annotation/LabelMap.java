package org.tresnet4j.datasets.annotation;

import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The classes of a dataset. Two numberings meet here: the <em>category id</em> of the annotation file, an arbitrary
 * integer, and the <em>class index</em> of a network's output, 0 to size−1 in the order the file lists its categories.
 */
public final class LabelMap {

    private final List<Category> categories;
    private final ImmutableMap<Integer, Integer> classIndexByCategoryId;

    /**
     * @param categories their order gives the class indices
     * @throws IllegalArgumentException if two categories have the same id
     */
    public LabelMap(List<Category> categories) {
        this.categories = List.copyOf(categories);
        ImmutableMap.Builder<Integer, Integer> byId = ImmutableMap.builder();
        for (int classIndex = 0; classIndex < this.categories.size(); classIndex++) {
            byId.put(this.categories.get(classIndex).id(), classIndex);
        }
        this.classIndexByCategoryId = byId.buildOrThrow();
    }

    /** Of classes that their file does not number: the first gets the id 1. */
    public static LabelMap ofNames(List<String> names) {
        return new LabelMap(IntStream.range(0, names.size())
                .mapToObj(i -> new Category(i + 1, names.get(i)))
                .toList());
    }

    /** Number of classes. */
    public int size() {
        return categories.size();
    }

    /** The categories; a category's place is its class index. */
    public List<Category> categories() {
        return categories;
    }

    /** The names; a name's place is its class index. */
    public List<String> names() {
        return categories.stream().map(Category::name).toList();
    }

    /**
     * @throws IndexOutOfBoundsException if there is no such class
     */
    public String name(int classIndex) {
        return categories.get(classIndex).name();
    }

    /**
     * @throws IndexOutOfBoundsException if there is no such class
     */
    public int categoryId(int classIndex) {
        return categories.get(classIndex).id();
    }

    /** The class index of a file's category id; empty if the file has no such category. */
    public OptionalInt classIndex(int categoryId) {
        Integer index = classIndexByCategoryId.get(categoryId);
        return index == null ? OptionalInt.empty() : OptionalInt.of(index);
    }

    /** Equal maps have the same ids and names in the same order: a network trained with one can be used with the other. */
    @Override
    public boolean equals(Object other) {
        return other instanceof LabelMap map && categories.equals(map.categories);
    }

    @Override
    public int hashCode() {
        return categories.hashCode();
    }

    @Override
    public String toString() {
        return "LabelMap" + categories;
    }
}
