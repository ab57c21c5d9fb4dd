package org.tresnet4j.backbone.layer;

import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.tresnet4j.backbone.kernel.Memory;

/** Where a layer's forward passes put their results. */
@FunctionalInterface
interface ForwardMemory {

    /** The workspaces of the pass. */
    ForwardMemory WORKSPACES = (training, workspaces) -> WorkspaceMemory.forward(workspaces);

    /** The memory of one pass of one layer. */
    Memory of(boolean training, LayerWorkspaceMgr workspaces);
}
