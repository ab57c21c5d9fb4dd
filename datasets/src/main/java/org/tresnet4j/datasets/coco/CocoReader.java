package org.tresnet4j.datasets.coco;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.tresnet4j.datasets.annotation.AnnotationIndex;
import org.tresnet4j.datasets.image.ImageDecoder;

/**
 * Reads COCO annotation files ({@code instances_*.json}).
 *
 * <p>The file is streamed: its sections may come in any order, segmentations are passed over, and the JSON tree is never
 * held. While reading, an annotation takes 61 bytes; the index keeps about 95 for each and some 300 for each image and its
 * path. Measured: a file of 107 MB with 200,000 annotations and 25,000 images leaves 27 MB and is read with a heap of 48 MB.
 * By that, COCO's train2017 (860,000 and 118,000) leaves about 120 MB.
 *
 * <p>Class indices follow the order of {@code categories}. Boxes become [x1,y1,x2,y2]; an annotation without {@code area}
 * gets its box's, without {@code iscrowd} is no crowd, without {@code id} gets −n for the n-th of the file. Boxes without
 * area are dropped and counted. An image without {@code width} or {@code height} has its picture decoded for them, which
 * is slow. Otherwise pictures are not looked at: a missing one is found when it is decoded.
 */
public final class CocoReader {

    private final CocoPolicy policy;

    public CocoReader(CocoPolicy policy) {
        this.policy = Objects.requireNonNull(policy, "policy");
    }

    /**
     * @param file the annotation file
     * @param imagesFolder what {@code file_name} is relative to
     * @throws CocoException if the file is not JSON, not COCO, has duplicate ids, a record of the wrong form, (by the
     *     policy) a reference to nothing, if no image is left, or if the folder does not exist; the message names file
     *     and record
     */
    public AnnotationIndex read(Path file, Path imagesFolder) {
        if (!Files.isDirectory(imagesFolder)) {
            throw new CocoException(
                    file,
                    "its images folder " + imagesFolder
                            + (Files.exists(imagesFolder) ? " is a file" : " does not exist"));
        }
        CocoTables tables = CocoParser.parse(file);
        return new IndexBuilder(file, imagesFolder, policy, ImageDecoder.openCv(), tables).build();
    }
}
