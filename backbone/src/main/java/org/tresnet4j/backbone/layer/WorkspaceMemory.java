package org.tresnet4j.backbone.layer;

import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.tresnet4j.backbone.kernel.Memory;

/** The kernels' memory in the workspaces of a DL4J layer. */
public record WorkspaceMemory(LayerWorkspaceMgr workspaces, ArrayType output, ArrayType scratch) implements Memory {

    /** For a forward pass. */
    public static Memory forward(LayerWorkspaceMgr workspaces) {
        return new WorkspaceMemory(workspaces, ArrayType.ACTIVATIONS, ArrayType.FF_WORKING_MEM);
    }

    /** For a backward pass. */
    public static Memory backward(LayerWorkspaceMgr workspaces) {
        return new WorkspaceMemory(workspaces, ArrayType.ACTIVATION_GRAD, ArrayType.BP_WORKING_MEM);
    }

    @Override
    public INDArray output(DataType type, long... shape) {
        return workspaces.createUninitialized(output, type, shape, 'c');
    }

    @Override
    public INDArray scratch(DataType type, long... shape) {
        return workspaces.createUninitialized(scratch, type, shape, 'c');
    }
}
