package org.tresnet4j.backbone.kernel.onednn;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;

import java.lang.ref.Reference;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.javacpp.Pointer;

/** A compiled oneDNN primitive with its arguments' descriptions; only their addresses change from run to run. */
final class Primitive {

    private final primitive primitive;
    private final memory[] memories;
    private final IntMemoryMap arguments = new IntMemoryMap();
    private final long scratchBytes;
    private final memory scratch;

    /**
     * @param index of oneDNN, e.g. DNNL_ARG_SRC
     * @param desc shape, type and layout
     */
    record Argument(int index, memory.desc desc) {}

    /**
     * @param description made with {@link #attributes()}, so that temporary memory is ours
     * @param arguments in the order in which {@link #run} takes their addresses
     */
    Primitive(primitive primitive, primitive_desc_base description, Argument... arguments) {
        this.primitive = primitive;
        this.memories = new memory[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            memories[i] = new memory(arguments[i].desc(), OneDnn.engine(), null);
            this.arguments.put(arguments[i].index(), memories[i]);
        }
        memory.desc temporary = description.scratchpad_desc();
        this.scratchBytes = temporary.get_size();
        this.scratch = scratchBytes == 0 ? null : new memory(temporary, OneDnn.engine(), null);
        if (scratch != null) {
            this.arguments.put(DNNL_ARG_SCRATCHPAD, scratch);
        }
    }

    /** Attributes that every primitive starts from. */
    static primitive_attr attributes() {
        primitive_attr attributes = new primitive_attr();
        attributes.set_scratchpad_mode(dnnl_scratchpad_mode_user);
        return attributes;
    }

    static Argument argument(int index, memory.desc desc) {
        return new Argument(index, desc);
    }

    /** Runs to the end; until then the addresses keep their memory. */
    void run(Pointer... addresses) {
        for (int i = 0; i < memories.length; i++) {
            memories[i].set_data_handle(addresses[i]);
        }
        Primitives thread = Primitives.ofThread();
        if (scratch != null) {
            scratch.set_data_handle(thread.scratch(scratchBytes));
        }
        primitive.execute(thread.stream(), arguments);
        Reference.reachabilityFence(addresses);
    }
}
