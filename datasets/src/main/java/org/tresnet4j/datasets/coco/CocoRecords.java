package org.tresnet4j.datasets.coco;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tresnet4j.datasets.annotation.Box;
import org.tresnet4j.datasets.annotation.Category;

/**
 * The records of a COCO annotation file as they stand: references are not resolved, ids may occur twice, boxes may be
 * anything, and nothing is left out but the malformed. For looking at a file; {@link CocoReader} reads it for use.
 */
public final class CocoRecords {

    private final CocoTables tables;
    private final List<CocoException> malformed;

    private CocoRecords(CocoTables tables, List<CocoException> malformed) {
        this.tables = tables;
        this.malformed = List.copyOf(malformed);
    }

    /**
     * An entry of {@code images}.
     *
     * @param fileName relative to the images' folder
     * @param size what the file says; empty if it does not say it whole
     */
    public record ImageRecord(long id, String fileName, Optional<Size> size) {

        /** How messages call it. */
        public String name() {
            return "image " + id;
        }
    }

    /** Positive pixels. */
    public record Size(int width, int height) {}

    /**
     * An entry of {@code annotations}.
     *
     * @param id negative if the file gives none: −n for the n-th
     * @param x left edge, pixels
     * @param y top edge
     * @param width may be zero or negative
     * @param height may be zero or negative
     */
    public record AnnotationRecord(
            long id, long imageId, int categoryId, double x, double y, double width, double height, boolean crowd) {

        /** How messages call it: by its id, or its place if it has none. */
        public String name() {
            return id < 0 ? "annotations[" + (-id - 1) + "]" : "annotation " + id;
        }

        /** May be empty. */
        public Box box() {
            return Box.fromXywh(x, y, width, height);
        }
    }

    /**
     * @throws CocoException if the file cannot be read, is no JSON, or is no COCO
     */
    public static CocoRecords read(Path file) {
        List<CocoException> malformed = new ArrayList<>();
        CocoTables tables = CocoParser.parse(file, malformed::add);
        return new CocoRecords(tables, malformed);
    }

    /** What records of the wrong form were left out for. */
    public List<CocoException> malformed() {
        return malformed;
    }

    /** In the order of the file. */
    public List<ImageRecord> images() {
        return tables.images().stream()
                .map(row -> new ImageRecord(
                        row.id(),
                        row.fileName(),
                        row.hasSize() ? Optional.of(new Size(row.width(), row.height())) : Optional.empty()))
                .toList();
    }

    /** In the order of the file. */
    public List<Category> categories() {
        return List.copyOf(tables.categories());
    }

    /** The number of annotations. */
    public int annotations() {
        return tables.annotations().size();
    }

    /** The annotation at a place of the file, from 0, malformed ones not counted. */
    public AnnotationRecord annotation(int place) {
        AnnotationColumns columns = tables.annotations();
        return new AnnotationRecord(
                columns.id(place),
                columns.imageId(place),
                columns.categoryId(place),
                columns.x(place),
                columns.y(place),
                columns.width(place),
                columns.height(place),
                columns.crowd(place));
    }
}
