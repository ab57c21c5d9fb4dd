package org.tresnet4j.benchmarks;

/** The largest batch that fits, in steps of {@value #STEP} images. */
final class LargestBatch {

    static final int STEP = 4;

    /** Whether a batch fits; if one does, so do all smaller ones. */
    @FunctionalInterface
    interface Fit {

        boolean fits(int batch) throws PeerException;
    }

    private LargestBatch() {}

    /**
     * 0 if not even {@value #STEP} images fit.
     *
     * @param likely where the search begins, to be fast; any multiple of {@value #STEP} from there on
     */
    static int search(int likely, Fit fit) throws PeerException {
        int fits = 0;
        int fails = likely;
        while (fit.fits(fails)) {
            fits = fails;
            fails *= 2;
        }
        while (fails - fits > STEP) {
            int middle = fits + (fails - fits) / (2 * STEP) * STEP;
            if (fit.fits(middle)) {
                fits = middle;
            } else {
                fails = middle;
            }
        }
        return fits;
    }
}
