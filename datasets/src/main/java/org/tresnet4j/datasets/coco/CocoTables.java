package org.tresnet4j.datasets.coco;

import java.util.ArrayList;
import java.util.List;
import org.tresnet4j.datasets.annotation.Category;

/** The three sections of a COCO file as they stand, before references are resolved. */
final class CocoTables {

    /** Stands for a width or height the file does not give. */
    static final int NO_SIZE = 0;

    /** One entry of {@code images}; sides are positive or {@link #NO_SIZE}. */
    record ImageRow(long id, String fileName, int width, int height) {

        boolean hasSize() {
            return width != NO_SIZE && height != NO_SIZE;
        }
    }

    private final List<ImageRow> images = new ArrayList<>();
    private final List<Category> categories = new ArrayList<>();
    private final AnnotationColumns annotations = new AnnotationColumns();

    List<ImageRow> images() {
        return images;
    }

    List<Category> categories() {
        return categories;
    }

    AnnotationColumns annotations() {
        return annotations;
    }
}
