package org.tresnet4j.datasets.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.tresnet4j.datasets.DatasetException;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.AnnotationIndex;
import org.tresnet4j.datasets.annotation.LabelMap;
import org.tresnet4j.datasets.image.PictureNames;

/**
 * Reads a folder with a folder of pictures for each class, as ImageNet is unpacked and torchvision's {@code ImageFolder}
 * has it: classes in the order of their names, pictures at any depth in the order of their paths. Pictures are not looked
 * at: a broken one is found when it is decoded. Hidden files are passed over; other files that are no pictures by their
 * names are left out and counted.
 */
public final class ImageFolder {

    private ImageFolder() {}

    /**
     * @param root the folder of the classes' folders
     * @throws DatasetException if it is no folder, or has no class or no picture in it
     */
    public static AnnotationIndex read(Path root) {
        if (!Files.isDirectory(root)) {
            throw new DatasetException(root + ": "
                    + (Files.exists(root) ? "is a file" : "does not exist")
                    + "; it must be a folder with a folder of pictures for each class");
        }
        List<Path> classes = entries(root).stream().filter(Files::isDirectory).toList();
        if (classes.isEmpty()) {
            throw new DatasetException(root + ": has no folders in it; it needs a folder of pictures for each class");
        }
        List<AnnotatedImage> images = new ArrayList<>();
        int others = 0;
        for (int classIndex = 0; classIndex < classes.size(); classIndex++) {
            for (Path file : files(classes.get(classIndex))) {
                if (PictureNames.isPicture(file)) {
                    images.add(AnnotatedImage.labelled(images.size() + 1L, file, classIndex));
                } else {
                    others++;
                }
            }
        }
        if (images.isEmpty()) {
            throw new DatasetException(root + ": none of the folders of its " + classes.size()
                    + " classes has a picture in it (jpg, jpeg, png, bmp, webp, tif or tiff)");
        }
        List<String> names =
                classes.stream().map(folder -> folder.getFileName().toString()).toList();
        return AnnotationIndex.labelled(images, LabelMap.ofNames(names), others);
    }

    /** What is directly in a folder and not hidden, by name. */
    private static List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(ImageFolder::isVisible).sorted().toList();
        } catch (IOException e) {
            throw new DatasetException(folder + ": cannot be read: " + e, e);
        }
    }

    private static List<Path> files(Path folder) {
        List<Path> files = new ArrayList<>();
        for (Path entry : entries(folder)) {
            if (Files.isDirectory(entry)) {
                files.addAll(files(entry));
            } else {
                files.add(entry);
            }
        }
        return files;
    }

    private static boolean isVisible(Path path) {
        return !path.getFileName().toString().startsWith(".");
    }
}
