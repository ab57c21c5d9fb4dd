package org.tresnet4j.backbone.kernel.onednn;

/** What makes a compiled primitive (or several that belong together); a record of everything that decides it. */
interface Recipe<P> {

    /** Compiles; takes milliseconds. */
    P compile();
}
