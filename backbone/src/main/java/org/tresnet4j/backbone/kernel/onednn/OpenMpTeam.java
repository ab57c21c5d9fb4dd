package org.tresnet4j.backbone.kernel.onednn;

import com.sun.jna.Callback;
import com.sun.jna.CallbackThreadInitializer;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.javacpp.Loader;

/**
 * The very threads that oneDNN computes with, those of OpenMP. With others beside them there are more threads than
 * processors: OpenMP's spin for a while after each primitive, where a loop in Java wants to run, and have gone to sleep
 * when the next primitive wants them.
 */
final class OpenMpTeam implements Team {

    /**
     * They stay known to Java from one task to the next, as long as OpenMP keeps them: it ends those that a smaller team does
     * not need, so all tasks of a caller take equally many.
     */
    private static final CallbackThreadInitializer ATTACHED =
            new CallbackThreadInitializer(true, false, "tresnet4j-kernel");

    /**
     * The library is there already; JNA's own choice would open its symbols to all other libraries, and ND4J's has a oneDNN of
     * another version in it, which then crashes.
     */
    private static final Map<String, Object> OPENED = Map.of(Library.OPTION_OPEN_FLAGS, 1 /* RTLD_LAZY */);

    private static final int NO_FLAGS = 0;

    private static final Map<Long, Runnable> TASKS = new ConcurrentHashMap<>();
    private static final AtomicLong STARTED = new AtomicLong();

    /** What each thread calls. */
    private interface Entry extends Callback {
        void invoke(long task);
    }

    private static final Entry ENTRY = task -> TASKS.get(task).run();

    private OpenMpTeam() {}

    /** Throws an error of some kind where JNA does not work or oneDNN's threads are not of an OpenMP that GCC's code can call. */
    static OpenMpTeam load() {
        Native.register(OpenMpTeam.class, NativeLibrary.getInstance(Loader.load(dnnl.class), OPENED));
        Native.setCallbackThreadInitializer(ENTRY, ATTACHED);
        return new OpenMpTeam();
    }

    @Override
    public boolean isOneDnns() {
        return true;
    }

    @Override
    public void run(Runnable task, int threads) {
        long number = STARTED.incrementAndGet();
        TASKS.put(number, task);
        try {
            GOMP_parallel(ENTRY, number, threads, NO_FLAGS);
        } finally {
            TASKS.remove(number);
        }
    }

    /** Of libgomp: calls the function with the data on so many threads, the caller's among them, and waits for all. */
    private static native void GOMP_parallel(Entry function, long data, int threads, int flags);
}
