package org.tresnet4j.spark;

import java.util.ArrayList;
import java.util.List;

/** Who does which batches of a round. */
final class Shares {

    private Shares() {}

    /**
     * Deals batches out as one synchronous training would: the first step of all workers gets the first batches. Nobody
     * gets more than one batch more than another.
     *
     * @param batches at least one
     * @param workers at least one; those beyond the number of batches get nothing and are left out
     * @return for each worker its batches in their order
     */
    static <T> List<List<T>> of(List<T> batches, int workers) {
        List<List<T>> shares = new ArrayList<>();
        for (int worker = 0; worker < Math.min(workers, batches.size()); worker++) {
            List<T> share = new ArrayList<>();
            for (int n = worker; n < batches.size(); n += workers) {
                share.add(batches.get(n));
            }
            shares.add(share);
        }
        return shares;
    }
}
