package org.tresnet4j.backbone.weights;

import java.util.List;

/**
 * What became of the tensors of a file and the parameters of a network.
 *
 * @param source the file
 * @param naming whose names it has
 * @param loaded names of the tensors that are in the network now
 * @param skipped tensors that the network has no use for, each with the reason
 * @param mismatched tensors of a head with another number of classes, each with both shapes; none of the head is loaded
 * @param kept DL4J's keys of parameters that the file does not have and that stayed as they were: those of heads and necks
 */
public record LoadReport(
        String source,
        Naming naming,
        List<String> loaded,
        List<String> skipped,
        List<String> mismatched,
        List<String> kept) {

    private static final int SHOWN = 4;

    public LoadReport {
        loaded = List.copyOf(loaded);
        skipped = List.copyOf(skipped);
        mismatched = List.copyOf(mismatched);
        kept = List.copyOf(kept);
    }

    /** In one to four lines. */
    @Override
    public String toString() {
        return source + ": " + loaded.size() + " tensors loaded (" + naming.describe() + ")"
                + line("not loaded, another number of classes", mismatched)
                + line("skipped", skipped)
                + line("not in the file, so as they were", kept);
    }

    private static String line(String what, List<String> items) {
        if (items.isEmpty()) {
            return "";
        }
        String more = items.size() > SHOWN ? ", and " + (items.size() - SHOWN) + " more" : "";
        return System.lineSeparator() + what + ": " + String.join(", ", items.subList(0, Math.min(SHOWN, items.size())))
                + more;
    }
}
