package org.tresnet4j.backbone.kernel.onednn;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * One thread's compiled primitives by their recipe, and the temporary buffer that they share. A primitive's arguments are
 * set before each run, so none is shared between threads; oneDNN itself shares the machine code.
 */
final class Primitives {

    /** More than a network needs at a dozen input sizes; the least recently used go first. */
    private static final int CAPACITY = 4096;

    private static final ThreadLocal<Primitives> OF_THREAD = ThreadLocal.withInitial(Primitives::new);

    private final stream stream = new stream(OneDnn.engine());
    private final Cache<Recipe<?>, Object> compiled =
            CacheBuilder.newBuilder().maximumSize(CAPACITY).build();
    private int workers;
    private BytePointer scratch = new BytePointer(0L);
    private Pointer alignedScratch = scratch;

    private Primitives() {}

    static Primitives ofThread() {
        return OF_THREAD.get();
    }

    /** The compiled primitive, which may be used until the thread asks for another {@value #CAPACITY}. */
    @SuppressWarnings("unchecked") // a recipe is stored with what it compiled to
    static <P> P get(Recipe<P> recipe) {
        Cache<Recipe<?>, Object> cache = ofThread().forPresentNumberOfThreads();
        Object found = cache.getIfPresent(recipe);
        if (found == null) {
            found = recipe.compile();
            cache.put(recipe, found);
        }
        return (P) found;
    }

    /** Threads that compute. */
    static int threads() {
        return NativeOpsHolder.getInstance().getDeviceNativeOps().ompGetMaxThreads();
    }

    /** A primitive splits its work among the threads that there were when it was compiled. */
    private Cache<Recipe<?>, Object> forPresentNumberOfThreads() {
        int present = threads();
        if (present != workers) {
            compiled.invalidateAll();
            workers = present;
        }
        return compiled;
    }

    stream stream() {
        return stream;
    }

    /** A buffer of at least so many bytes, whose contents nobody relies on. */
    Pointer scratch(long bytes) {
        if (scratch.capacity() < bytes + Alignment.BYTES) {
            scratch.close();
            scratch = new BytePointer(bytes + Alignment.BYTES);
            alignedScratch = Alignment.skip(scratch);
        }
        return alignedScratch;
    }
}
