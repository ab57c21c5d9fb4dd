package org.tresnet4j.datasets.synthetic;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.tresnet4j.datasets.DatasetException;

/**
 * Circles, squares, triangles, stars, crosses, rings, hearts and crescents of random colour, size and angle on textured
 * backgrounds, overlapping, as JPEG files with COCO annotations. A shape of which less than two fifths shows is not
 * annotated; boxes and areas are of the visible part.
 *
 * <pre>
 * folder/annotations/instances_train.json, instances_val.json
 * folder/images/train/000001.jpg …, images/val/000001.jpg …
 * folder/shapes.txt                       the options it was made with
 * </pre>
 *
 * @param folder where it is
 */
public record ShapesDataset(Path folder) {

    /** To be changed with anything that changes pictures or annotations: it makes older folders be written anew. */
    private static final int EDITION = 1;

    private static final String FINGERPRINT = "shapes.txt";

    /**
     * Returns the dataset in the folder, writing it first unless it is there and made with the same options. One made with
     * other options is replaced. The folder appears when it is complete or not at all, so an interrupted run or two at once
     * leave nothing half done.
     *
     * @throws DatasetException if the folder holds something else than a shapes dataset
     * @throws UncheckedIOException if writing fails
     */
    public static ShapesDataset generate(Path folder, ShapesOptions options) {
        Path target = folder.toAbsolutePath().normalize();
        ShapesDataset wanted = new ShapesDataset(target);
        String fingerprint = "tresnet4j shapes, edition " + EDITION + "\n" + options + "\n";
        try {
            if (wanted.holds(fingerprint)) {
                return wanted;
            }
            wanted.refuseForeignFiles();
            Files.createDirectories(target.getParent());
            Path workshop = Files.createTempDirectory(target.getParent(), "." + target.getFileName() + "-");
            try {
                Path complete = Files.createDirectory(workshop.resolve("new"));
                new ShapesWriter(new ShapesDataset(complete), options).write();
                Files.writeString(complete.resolve(FINGERPRINT), fingerprint);
                wanted.replaceWith(complete, workshop.resolve("old"), fingerprint);
            } finally {
                MoreFiles.deleteRecursively(workshop, RecursiveDeleteOption.ALLOW_INSECURE);
            }
            return wanted;
        } catch (IOException e) {
            throw new UncheckedIOException(target + ": the shapes dataset cannot be written: " + e, e);
        }
    }

    public Path trainImages() {
        return folder.resolve("images").resolve("train");
    }

    public Path valImages() {
        return folder.resolve("images").resolve("val");
    }

    public Path trainAnnotations() {
        return folder.resolve("annotations").resolve("instances_train.json");
    }

    public Path valAnnotations() {
        return folder.resolve("annotations").resolve("instances_val.json");
    }

    private boolean holds(String fingerprint) throws IOException {
        Path file = folder.resolve(FINGERPRINT);
        return Files.isRegularFile(file) && Files.readString(file).equals(fingerprint);
    }

    private void refuseForeignFiles() throws IOException {
        if (!Files.exists(folder) || Files.isRegularFile(folder.resolve(FINGERPRINT))) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new DatasetException(folder + ": is a file, expected a folder for the shapes dataset");
        }
        try (Stream<Path> content = Files.list(folder)) {
            if (content.findAny().isPresent()) {
                throw new DatasetException(
                        folder + ": holds files that are no shapes dataset; choose another folder or empty it");
            }
        }
    }

    /** Renames are quick and whole; the old dataset is put aside first because a full folder cannot be renamed over. */
    private void replaceWith(Path complete, Path old, String fingerprint) throws IOException {
        try {
            if (Files.exists(folder)) {
                Files.move(folder, old);
            }
            Files.move(complete, folder);
        } catch (IOException e) {
            // another process may have been quicker
            if (!holds(fingerprint)) {
                throw e;
            }
        }
    }
}
