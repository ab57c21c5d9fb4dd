package org.tresnet4j.runner.config;

/** {@code train.workers}: copies of the network that train side by side and are averaged, one for each GPU. */
public record WorkersConfig(
        @Key(
                value = "copies of the network, each with batches of its own; on processors one is fastest",
                defaultValue = "1",
                min = 1)
        int count,

        @Key(
                value = "steps of each copy between two averagings of parameters and updater state",
                defaultValue = "1",
                min = 1,
                when = "count!=1")
        int averagingFrequency) {

    /** Whether there are several. */
    public boolean several() {
        return count > 1;
    }
}
