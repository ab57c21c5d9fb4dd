package org.tresnet4j.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The environment of the contenders: this process's, with the same number of threads for everyone. Other libraries get an
 * allocator that suits them: with this project's settings, which give large blocks back, eager PyTorch's training takes
 * three times as long.
 */
final class Environment {

    /** No files are left beside the scripts. */
    static final Map<String, String> PYTHON = Map.of("PYTHONDONTWRITEBYTECODE", "1");

    private static final List<String> THREADS = List.of("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS");

    private static final String ALLOCATOR = "GLIBC_TUNABLES";

    /** Never gives memory back: of several settings that under which eager PyTorch was fastest. */
    private static final String KEEPING = "glibc.malloc.hugetlb=1:glibc.malloc.mmap_max=0:glibc.malloc.arena_max=1"
            + ":glibc.malloc.trim_threshold=17179869184:glibc.malloc.top_pad=268435456";

    private Environment() {}

    /** Of another library. */
    static Map<String, String> ofOthers(Map<String, String> environment) {
        Map<String, String> others = new HashMap<>(environment);
        others.put(ALLOCATOR, KEEPING);
        return others;
    }

    /** What a report lists: where others differ, both. */
    static Map<String, String> reported(Map<String, String> environment) {
        Map<String, String> reported = new HashMap<>(environment);
        reported.put(ALLOCATOR + " of other libraries", KEEPING);
        return reported;
    }

    static Map<String, String> of(int threads, Layout layout) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        THREADS.forEach(name -> environment.put(name, Integer.toString(threads)));
        environment.putAll(PYTHON);
        environment.put("DJL_CACHE_DIR", layout.djlCache().toString());
        // the engine is on the class path: nothing is to be looked for or reported elsewhere
        environment.put("DJL_OFFLINE", "true");
        environment.put("OPT_OUT_TRACKING", "true");
        return environment;
    }
}
