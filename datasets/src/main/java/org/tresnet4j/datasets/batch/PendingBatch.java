package org.tresnet4j.datasets.batch;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.tresnet4j.datasets.annotation.AnnotatedImage;
import org.tresnet4j.datasets.image.ImageException;
import org.tresnet4j.datasets.image.OnCorruptImage;
import org.tresnet4j.datasets.transform.Sample;

/**
 * A batch in the making. Its places are filled by any threads in any order; whoever fills the last one makes the batch. Of
 * several failures that of the lowest place counts, so that the report, too, is the same every time.
 */
final class PendingBatch {

    private final int[] examples;
    private final int epoch;
    private final Recipe recipe;
    private final Sample[] samples;
    private final Throwable[] failures;
    private int open;

    private boolean done;
    private boolean abandoned;
    private MultiDataSet batch;
    private LoadingException failure;
    private List<ImageException> skipped = List.of();

    /**
     * @param examples indices into the dataset, one for each place
     */
    PendingBatch(int[] examples, int epoch, Recipe recipe) {
        this.examples = examples;
        this.epoch = epoch;
        this.recipe = recipe;
        this.samples = new Sample[examples.length];
        this.failures = new Throwable[examples.length];
        this.open = examples.length;
    }

    /** Loads one place. Never throws: what goes wrong belongs to the batch. */
    void fill(int place) {
        Sample sample = null;
        Throwable failed = null;
        try {
            sample = recipe.sample(epoch, examples[place]);
        } catch (Throwable e) { // errors as well: an OutOfMemoryError here must reach the consumer
            failed = e;
        }
        boolean last;
        synchronized (this) {
            samples[place] = sample;
            failures[place] = failed;
            last = --open == 0;
            if (abandoned) {
                if (sample != null) {
                    sample.close();
                }
                return;
            }
        }
        if (last) {
            finish();
        }
    }

    /** Only the thread of the last place gets here, and sees what the others wrote. */
    private void finish() {
        List<Sample> loaded = new ArrayList<>();
        List<ImageException> corrupt = new ArrayList<>();
        LoadingException failed = null;
        MultiDataSet made = null;
        for (int place = 0; place < examples.length; place++) {
            if (failures[place] instanceof ImageException image && recipe.onCorruptImage() == OnCorruptImage.SKIP) {
                corrupt.add(image);
            } else if (failures[place] != null && failed == null) {
                failed = failure(recipe.images().get(examples[place]), failures[place]);
            } else if (samples[place] != null) {
                loaded.add(samples[place]);
            }
        }
        if (failed == null && !loaded.isEmpty()) {
            try {
                made = recipe.batch(List.copyOf(loaded), epoch, examples[0]);
            } catch (Throwable e) {
                failed = new LoadingException(
                        "The batch of " + loaded.get(0).source().file() + " and " + (loaded.size() - 1)
                                + " more cannot be put together: " + e,
                        e);
            }
        }
        loaded.forEach(Sample::close);
        synchronized (this) {
            batch = made;
            failure = failed;
            skipped = List.copyOf(corrupt);
            done = true;
        }
    }

    private static LoadingException failure(AnnotatedImage image, Throwable cause) {
        String message = cause instanceof ImageException ? cause.getMessage() : image.file() + ": " + cause;
        return new LoadingException(message, cause);
    }

    synchronized boolean done() {
        return done;
    }

    /** Null if every image was skipped, or on failure. */
    synchronized MultiDataSet batch() {
        return batch;
    }

    /** Null unless the batch failed. */
    synchronized LoadingException failure() {
        return failure;
    }

    /** The images left out, in the order of their places. */
    synchronized List<ImageException> skipped() {
        return skipped;
    }

    /** Nobody will ask for this batch: its samples are closed, also those still to come. */
    synchronized void abandon() {
        abandoned = true;
        if (!done && open > 0) {
            for (Sample sample : samples) {
                if (sample != null) {
                    sample.close();
                }
            }
        }
    }
}
