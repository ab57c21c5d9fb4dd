package org.tresnet4j.multilabel.head;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Products of matrices, one for each index of the first dimension: [B,I,J] and [B,J,K] → [B,I,K]; all of them dense. */
final class BatchedProduct {

    private BatchedProduct() {}

    /** z ← ab. */
    static void of(INDArray a, INDArray b, INDArray z) {
        multiply(a, false, b, false, z);
    }

    /** z ← aᵀb. */
    static void transposedFirst(INDArray a, INDArray b, INDArray z) {
        multiply(a, true, b, false, z);
    }

    /** z ← abᵀ. */
    static void transposedSecond(INDArray a, INDArray b, INDArray z) {
        multiply(a, false, b, true, z);
    }

    private static void multiply(INDArray a, boolean transposeA, INDArray b, boolean transposeB, INDArray z) {
        Nd4j.exec(DynamicCustomOp.builder("matmul")
                .addInputs(a, b)
                .addOutputs(z)
                .addIntegerArguments(transposeA ? 1 : 0, transposeB ? 1 : 0, 0)
                .build());
    }
}
