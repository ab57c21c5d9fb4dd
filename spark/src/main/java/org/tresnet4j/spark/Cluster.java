package org.tresnet4j.spark;

import java.io.IOException;
import java.lang.Thread.UncaughtExceptionHandler;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tresnet4j.runner.spi.TaskException;
import org.tresnet4j.spark.serial.NetworkSerialization;

/** Spark itself: one application, from its start to its end. */
final class Cluster implements AutoCloseable {

    private static final String EMBEDDED = "local[*]";
    private static final String LOCAL = "local";
    private static final Pattern STANDALONE = Pattern.compile("([^:/,]+):(\\d+)");
    private static final String STANDALONE_SCHEME = "spark://";
    private static final int CONNECT_MILLIS = 5_000;
    private static final long EXECUTOR_SECONDS = 120;
    private static final long POLL_MILLIS = 250;
    /** Executors come one after the other; when none has for so long, these are they. */
    private static final long SETTLED_MILLIS = 2_000;

    private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

    private final JavaSparkContext context;
    private final UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

    private Cluster(JavaSparkContext context) {
        this.context = context;
        Thread.setDefaultUncaughtExceptionHandler(this::ended);
    }

    /** An error that ends a thread of Spark's leaves the job waiting for it, for ever. */
    void ended(Thread thread, Throwable fault) {
        LOG.error("{} ended: {}", thread.getName(), fault.toString());
        String reason = "because of " + fault + " in the driver"
                + (fault instanceof OutOfMemoryError
                        ? "; give it a larger heap (TRESNET_HEAP=8g, or --driver-memory of spark-submit), as"
                                + " docs/cluster.md reckons"
                        : "");
        for (int job : context.statusTracker().getActiveJobIds()) {
            context.sc().cancelJob(job, reason);
        }
    }

    /**
     * Starts the application.
     *
     * @param name for Spark's pages
     * @param master Spark's URL; otherwise what {@code spark-submit} was told, otherwise this process
     * @param settings further settings of Spark, {@code key=value}
     * @throws TaskException if the master does not answer or gives no executor
     */
    static Cluster start(String name, Optional<String> master, List<String> settings) {
        SparkConf conf = new SparkConf().setAppName(name);
        NetworkSerialization.SETTINGS.forEach(conf::set);
        settings.forEach(setting -> set(conf, setting));
        master.ifPresent(conf::setMaster);
        conf.setIfMissing("spark.master", EMBEDDED);
        // what is gathered are networks, not rows
        conf.setIfMissing("spark.driver.maxResultSize", "0");
        String url = conf.get("spark.master");
        if (url.startsWith(LOCAL)) {
            conf.setIfMissing("spark.ui.enabled", "false");
        }
        requireAnswer(url);
        Cluster cluster = new Cluster(context(conf, url));
        try {
            cluster.awaitExecutors(url);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private static void set(SparkConf conf, String setting) {
        int equals = setting.indexOf('=');
        if (equals < 1) {
            throw new TaskException(
                    "'" + setting + "' is no setting of Spark; write key=value, e.g." + " spark.executor.memory=8g");
        }
        conf.set(setting.substring(0, equals), setting.substring(equals + 1));
    }

    private static JavaSparkContext context(SparkConf conf, String url) {
        try {
            return ClusterFault.translating(() -> new JavaSparkContext(conf));
        } catch (IllegalArgumentException e) {
            throw new TaskException(url + ": Spark cannot start there: " + e.getMessage(), e);
        }
    }

    /** Spark itself tries for a minute, and then only logs it. */
    private static void requireAnswer(String url) {
        if (!url.startsWith(STANDALONE_SCHEME)) {
            return;
        }
        Matcher places = STANDALONE.matcher(url.substring(STANDALONE_SCHEME.length()));
        IOException refused = null;
        while (places.find()) {
            try (Socket socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(places.group(1), Integer.parseInt(places.group(2))), CONNECT_MILLIS);
                return;
            } catch (IOException | IllegalArgumentException e) {
                refused = new IOException(e.getMessage(), e);
            }
        }
        throw new TaskException(
                url + ": no Spark master answers there"
                        + (refused == null ? "" : " (" + refused.getMessage() + ")")
                        + "; start it, or correct --master (spark://HOST:PORT)",
                refused);
    }

    private void awaitExecutors(String url) {
        if (url.startsWith(LOCAL)) {
            return;
        }
        long deadline = System.nanoTime() + EXECUTOR_SECONDS * 1_000_000_000L;
        int known = 0;
        long settled = 0;
        while (known == 0 || settled < SETTLED_MILLIS) {
            if (context.sc().isStopped() || System.nanoTime() > deadline) {
                throw new TaskException(url + ": gave no executor in " + EXECUTOR_SECONDS
                        + " s; are its workers up, and are spark.executor.memory and spark.executor.cores no more than"
                        + " they have?");
            }
            pause();
            int now = executors();
            settled = now == known ? settled + POLL_MILLIS : 0;
            known = now;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TaskException("stopped while waiting for executors", e);
        }
    }

    /** The driver is listed, too. */
    private int executors() {
        return context.sc().statusTracker().getExecutorInfos().length - 1;
    }

    JavaSparkContext context() {
        return context;
    }

    /** Tasks that can run at once. */
    int slots() {
        int cores = context.defaultParallelism();
        return Math.max(1, cores / context.getConf().getInt("spark.task.cpus", 1));
    }

    @Override
    public void close() {
        context.stop();
        Thread.setDefaultUncaughtExceptionHandler(before);
    }
}
