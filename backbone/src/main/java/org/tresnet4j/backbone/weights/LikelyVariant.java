package org.tresnet4j.backbone.weights;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.tresnet4j.backbone.TResNetVariant;

/** Recognises a member of the family by the names and shapes of its backbone's parameters. */
final class LikelyVariant {

    /** The part of a variant's parameters that must be there for it to be meant. */
    private static final double MOST = 0.9;

    private LikelyVariant() {}

    /** The variant that a file was most likely made from. */
    static Optional<TResNetVariant> of(StateDict weights, Naming naming) {
        Map<String, Tensor> tensors = weights.tensors();
        return best(parameter -> {
            Tensor tensor = tensors.get(parameter.name(naming));
            return tensor != null && tensor.hasShape(parameter.shape());
        });
    }

    /** The variant that a network is most likely made from. */
    static Optional<TResNetVariant> of(NameTable network) {
        Map<String, NamedParameter> known = network.by(Naming.OFFICIAL);
        return best(parameter -> {
            NamedParameter same = known.get(parameter.official());
            return same != null && same.wanted().equals(parameter.wanted());
        });
    }

    @FunctionalInterface
    private interface Check {
        boolean agrees(NamedParameter parameter);
    }

    private record Score(TResNetVariant variant, long agreeing, int all) {}

    private static Optional<TResNetVariant> best(Check check) {
        return TResNetVariant.all().stream()
                .map(variant -> score(variant, check))
                .filter(score -> score.agreeing() >= MOST * score.all())
                .max(Comparator.comparingLong(Score::agreeing))
                .map(Score::variant);
    }

    private static Score score(TResNetVariant variant, Check check) {
        NameTable table = NameTable.of(variant);
        long agreeing = table.parameters().stream().filter(check::agrees).count();
        return new Score(variant, agreeing, table.parameters().size());
    }
}
