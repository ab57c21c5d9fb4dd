package org.tresnet4j.datasets.cifar;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.tresnet4j.datasets.DatasetException;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.annotation.AnnotationIndex;
import org.tresnet4j.datasets.annotation.LabelMap;

/**
 * Reads CIFAR's binary version as it is unpacked. A picture is a record in a file and has the path FILE/NUMBER, the number
 * from 0, which {@link CifarDecoder} understands.
 */
public final class CifarReader {

    private final CifarKind kind;

    public CifarReader(CifarKind kind) {
        this.kind = Objects.requireNonNull(kind, "kind");
    }

    /**
     * @param folder with the {@code .bin} files and the names of the classes
     * @param train whether it is the part for training, or that for testing
     * @throws DatasetException if a file is missing, cut off, or has a label beyond the classes
     */
    public AnnotationIndex read(Path folder, boolean train) {
        LabelMap labels = LabelMap.ofNames(names(folder.resolve(kind.namesFile())));
        List<AnnotatedImage> images = new ArrayList<>();
        for (String name : kind.files(train)) {
            addImages(folder.resolve(name), images);
        }
        return AnnotationIndex.labelled(images, labels, 0);
    }

    private List<String> names(Path file) {
        List<String> names;
        try {
            names = Files.readAllLines(file).stream()
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .toList();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        if (names.size() != kind.classes()) {
            throw new DatasetException(
                    file + ": has the names of " + names.size() + " classes, expected " + kind.classes());
        }
        return names;
    }

    private void addImages(Path file, List<AnnotatedImage> images) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            byte[] bytes = new byte[kind.recordBytes()];
            for (int number = 0; ; number++) {
                int read = in.readNBytes(bytes, 0, bytes.length);
                if (read == 0) {
                    break;
                }
                images.add(image(file, number, bytes, read, images.size() + 1L));
            }
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private AnnotatedImage image(Path file, int number, byte[] bytes, int read, long id) {
        if (read < bytes.length) {
            throw new DatasetException(file + ": is cut off in record " + number + ": unpack it again");
        }
        int label = bytes[kind.labelOffset()] & 0xFF;
        if (label >= kind.classes()) {
            throw new DatasetException(file + ": record " + number + " has the label " + label + ", but there are "
                    + kind.classes() + " classes: is it the binary version of " + kind + "?");
        }
        return AnnotatedImage.labelled(id, file.resolve(Integer.toString(number)), label)
                .measured(CifarKind.SIDE, CifarKind.SIDE);
    }

    private static DatasetException unreadable(Path file, IOException cause) {
        return new DatasetException(
                file + ": "
                        + (Files.exists(file)
                                ? "cannot be read: " + cause
                                : "does not exist; it belongs to CIFAR's binary version"),
                cause);
    }
}
