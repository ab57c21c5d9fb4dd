package org.tresnet4j.backbone;

import java.util.List;

/**
 * The maps that a backbone offers to heads, from fine to coarse: C2..C5.
 *
 * @param levels C2, C3, C4, C5
 */
public record Features(List<Level> levels) {

    /**
     * One level of the pyramid.
     *
     * @param name C2..C5
     * @param node of the graph that computes it
     * @param channels of its maps
     * @param stride input pixels for each of its pixels
     */
    public record Level(String name, String node, int channels, int stride) {}

    public Features {
        levels = List.copyOf(levels);
    }

    /**
     * The level of that name.
     *
     * @throws IllegalArgumentException for a name that is not C2..C5
     */
    public Level level(String name) {
        return levels.stream()
                .filter(level -> level.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no level '" + name + "' among "
                        + levels.stream().map(Level::name).toList()));
    }

    /** C5, the coarsest. */
    public Level last() {
        return levels.get(levels.size() - 1);
    }
}
