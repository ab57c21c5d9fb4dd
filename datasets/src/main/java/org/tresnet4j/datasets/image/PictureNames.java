package org.tresnet4j.datasets.image;

import com.google.common.io.MoreFiles;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Which files are pictures by their names. */
public final class PictureNames {

    private static final Set<String> ENDINGS = Set.of("jpg", "jpeg", "png", "bmp", "webp", "tif", "tiff");

    private PictureNames() {}

    /** Whether the name ends as those of pictures do, whatever the case. */
    public static boolean isPicture(Path file) {
        return ENDINGS.contains(MoreFiles.getFileExtension(file).toLowerCase(Locale.ROOT));
    }
}
