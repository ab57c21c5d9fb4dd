package org.tresnet4j.detection.head;

/**
 * The size of a head's towers.
 *
 * @param channels of every map; the papers have 256
 * @param depth convolutions in each tower; the papers have 4
 * @param groups of the normalisation, a divisor of the channels; the papers have 32
 */
public record TowerSize(int channels, int depth, int groups) {

    public TowerSize {
        if (channels < 1 || depth < 0) {
            throw new IllegalArgumentException("a tower of " + depth + " convolutions with " + channels + " channels");
        }
        if (groups < 1 || channels % groups != 0) {
            throw new IllegalArgumentException(
                    groups + " groups do not divide " + channels + " channels: choose a divisor of " + channels);
        }
    }
}
