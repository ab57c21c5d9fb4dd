package org.tresnet4j.spark;

import com.google.common.base.Throwables;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkException;
import org.tresnet4j.runner.spi.TaskException;
import org.tresnet4j.spark.worker.WorkerTask;

/** Puts what Spark says about a failed job into one sentence. */
final class ClusterFault {

    private static final Pattern MISSING_CLASS =
            Pattern.compile("(?:ClassNotFoundException|NoClassDefFoundError): ([\\w.$/]+)");

    /** What Java's serialization says, now and then, where a class is missing. */
    private static final String UNREADABLE = "unread block data";

    private static final String CLASSES_CURE =
            "; hand them tresnet4j's jars with --jars or spark.jars, as docs/cluster.md shows";

    private ClusterFault() {}

    /**
     * Does the work.
     *
     * @throws TaskException if one of Spark's jobs failed
     */
    static <T> T translating(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Exception e) {
            // Scala's compiler does not make Spark declare it
            throw translated(e);
        }
    }

    private static RuntimeException translated(Exception fault) {
        Optional<TaskException> ours = Throwables.getCausalChain(fault).stream()
                .filter(TaskException.class::isInstance)
                .map(TaskException.class::cast)
                .findFirst();
        if (ours.isPresent()) {
            return new TaskException(ours.get().getMessage(), fault);
        }
        String trace = Throwables.getStackTraceAsString(fault);
        Matcher missing = MISSING_CLASS.matcher(trace);
        if (missing.find()) {
            return new TaskException(
                    "executors have no class " + missing.group(1).replace('/', '.') + CLASSES_CURE, fault);
        }
        if (trace.contains(UNREADABLE)) {
            return new TaskException(
                    "executors have no class " + WorkerTask.class.getName() + ", or one of another version (\""
                            + UNREADABLE + "\")" + CLASSES_CURE,
                    fault);
        }
        if (fault instanceof SparkException) {
            return new TaskException("the cluster gave up: " + firstLine(fault), fault);
        }
        return new TaskException("training on the cluster failed: " + firstLine(fault), fault);
    }

    private static String firstLine(Exception fault) {
        return String.valueOf(fault.getMessage()).lines().findFirst().orElse(fault.toString());
    }
}
