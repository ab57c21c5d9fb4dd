package org.tresnet4j.datasets.batch;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.transform.Sample;
import org.tresnet4j.datasets.transform.Transform;

/**
 * Keeps pictures as they are before anything random happens to them, decoded and perhaps resized, until a budget is spent: of
 * a small dataset each file is decoded once. For any number of loaders and threads; batches are the same with it and without.
 */
public sealed interface PreparedImages permits PreparedInMemory, PreparedInFolder {

    /** Keeps nothing. */
    PreparedImages NONE = inMemory(0);

    /** Keeps pictures of so many bytes, three a pixel, for as long as it lives. */
    static PreparedImages inMemory(long budget) {
        return new PreparedInMemory(budget);
    }

    /**
     * Keeps pictures in files, also for later runs and for other processes at the same time. A picture or annotation that
     * has changed since is prepared anew.
     *
     * @param folder created if it is not there; files of others in it stay as they are
     * @param budget bytes of all files; those unused for longest make room for new ones
     * @throws org.tresnet4j.datasets.DatasetException if the folder cannot be written
     */
    static PreparedImages inFolder(Path folder, long budget) {
        return new PreparedInFolder(CacheFolder.open(folder, budget));
    }

    /**
     * @throws IllegalArgumentException if what this preparation makes cannot be told from what another makes
     */
    default void check(Transform preparation) {}

    /**
     * The kept sample, or what is made and perhaps kept.
     *
     * @param preparation what makes it, together with the decoder
     * @return the caller's to close
     */
    Sample get(AnnotatedImage image, Transform preparation, Supplier<Sample> maker);
}
