package org.tresnet4j.runner.listen;

/** Measures images a second and the share of time that is spent waiting for data. */
public final class Throughput {

    private final Span sinceMark = new Span();
    private final Span overall = new Span();

    /**
     * Counts one step.
     *
     * @param images in its batch
     * @param waitNanos until the batch was there
     * @param stepNanos of computing
     */
    public void add(long images, long waitNanos, long stepNanos) {
        sinceMark.add(images, waitNanos, stepNanos);
        overall.add(images, waitNanos, stepNanos);
    }

    /** Starts a new window. */
    public void mark() {
        sinceMark.clear();
    }

    /** Images a second since the mark; 0 before the first step. */
    public double imagesPerSecond() {
        return sinceMark.imagesPerSecond();
    }

    /** The share of waiting since the mark, in [0, 1]. */
    public double waitShare() {
        return sinceMark.nanos == 0 ? 0 : (double) sinceMark.waited / sinceMark.nanos;
    }

    /** Images a second since the beginning. */
    public double overallImagesPerSecond() {
        return overall.imagesPerSecond();
    }

    private static final class Span {

        private long images;
        private long waited;
        private long nanos;

        void add(long moreImages, long waitNanos, long stepNanos) {
            images += moreImages;
            waited += waitNanos;
            nanos += waitNanos + stepNanos;
        }

        void clear() {
            images = 0;
            waited = 0;
            nanos = 0;
        }

        double imagesPerSecond() {
            return nanos == 0 ? 0 : images * 1e9 / nanos;
        }
    }
}
