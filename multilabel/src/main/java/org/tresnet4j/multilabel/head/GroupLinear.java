package org.tresnet4j.multilabel.head;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Memory;

/**
 * The group fully connected layer of ML-Decoder (2111.12933, section 3.3), or its gradients: group i's row gives the
 * logits of the g classes from i·g on, those beyond the last class being of no use.
 *
 * @param weights [G,D,g]
 * @param bias [C], C at most G·g
 */
record GroupLinear(INDArray weights, INDArray bias) {

    /**
     * What the backward pass needs.
     *
     * @param logits [N,C]
     * @param byGroup the rows [G,N,D]
     */
    record Grouped(INDArray logits, INDArray byGroup) {}

    /** @param rows [N·G,D] */
    Grouped forward(INDArray rows, Memory memory) {
        long images = rows.size(0) / groups();
        INDArray byGroup = memory.output(rows.dataType(), groups(), images, width());
        byGroup.assign(rows.reshape(images, groups(), width()).permute(1, 0, 2));
        INDArray products = memory.scratch(rows.dataType(), groups(), images, classesEach());
        BatchedProduct.of(byGroup, weights, products);
        INDArray all = memory.scratch(rows.dataType(), images, groups(), classesEach());
        all.assign(products.permute(1, 0, 2));
        INDArray logits = memory.output(rows.dataType(), images, bias.length());
        logits.assign(classes(all));
        return new Grouped(logits.addiRowVector(bias), byGroup);
    }

    /**
     * The gradient of the rows, in scratch memory.
     *
     * @param dy [N,C]
     * @param gradients overwritten
     */
    INDArray backward(Grouped forward, INDArray dy, GroupLinear gradients, Memory memory) {
        long images = dy.size(0);
        dy.sum(gradients.bias, 0);
        INDArray all = memory.scratch(weights.dataType(), images, groups(), classesEach());
        all.assign(0);
        classes(all).assign(dy);
        INDArray products = memory.scratch(weights.dataType(), groups(), images, classesEach());
        products.assign(all.permute(1, 0, 2));
        BatchedProduct.transposedFirst(forward.byGroup(), products, gradients.weights);
        INDArray byGroup = memory.scratch(weights.dataType(), groups(), images, width());
        BatchedProduct.transposedSecond(products, weights, byGroup);
        INDArray rows = memory.scratch(weights.dataType(), images * groups(), width());
        rows.reshape(images, groups(), width()).assign(byGroup.permute(1, 0, 2));
        return rows;
    }

    private long groups() {
        return weights.size(0);
    }

    private long width() {
        return weights.size(1);
    }

    /** g. */
    private long classesEach() {
        return weights.size(2);
    }

    /** The columns [N,C] of [N,G,g] that are classes. */
    private INDArray classes(INDArray all) {
        return Slices.columns(all.reshape(all.size(0), groups() * classesEach()), 0, bias.length());
    }
}
