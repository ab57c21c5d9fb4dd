package org.tresnet4j.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The environment that all contenders have in common: this process's, with the same number of threads for everyone. */
final class Environment {

    /** No files are left beside the scripts. */
    static final Map<String, String> PYTHON = Map.of("PYTHONDONTWRITEBYTECODE", "1");

    private static final List<String> THREADS = List.of("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS");

    private Environment() {}

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
