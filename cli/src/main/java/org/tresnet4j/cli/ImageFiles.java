package org.tresnet4j.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tresnet4j.datasets.image.PictureNames;

/** The image files that a command line names. */
final class ImageFiles {

    private ImageFiles() {}

    /**
     * Files stay as they are, folders become the images directly in them, by name.
     *
     * @throws IllegalArgumentException naming a path that does not exist, or a folder without images
     */
    static List<Path> expand(List<Path> named) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : named) {
            if (!Files.exists(path)) {
                throw new IllegalArgumentException(path + " does not exist; name image files or folders of them");
            }
            if (Files.isDirectory(path)) {
                files.addAll(in(path));
            } else {
                files.add(path);
            }
        }
        return List.copyOf(files);
    }

    private static List<Path> in(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            List<Path> images = content.filter(ImageFiles::isImage).sorted().toList();
            if (images.isEmpty()) {
                throw new IllegalArgumentException(
                        folder + " has no images in it (files that end in jpg, jpeg, png, bmp, webp, tif or tiff)");
            }
            return images;
        }
    }

    private static boolean isImage(Path file) {
        return PictureNames.isPicture(file) && Files.isRegularFile(file);
    }
}
