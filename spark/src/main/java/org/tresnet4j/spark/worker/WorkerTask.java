package org.tresnet4j.spark.worker;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkEnv;
import org.apache.spark.broadcast.Broadcast;
import org.datavec.spark.util.SerializableHadoopConfig;
import org.tresnet4j.runner.config.ConfigLoader;
import org.tresnet4j.runner.config.Tasks;
import org.tresnet4j.runner.device.ComputeThreads;
import org.tresnet4j.runner.spi.DistributedTask;
import org.tresnet4j.runner.spi.FileSource;
import org.tresnet4j.runner.spi.TaskException;

/** A run's task as it travels to executors: its configuration, from which each process makes the task once. */
public final class WorkerTask implements Serializable {

    private static final long serialVersionUID = 1L;

    /**
     * The task of this process. Static, for Spark hands each of its tasks a fresh copy of everything else; one, for an
     * executor works for one run.
     */
    private static final AtomicReference<Made> CURRENT = new AtomicReference<>();

    private final String yaml;
    private final List<String> classes;
    private final String root;
    private final Broadcast<SerializableHadoopConfig> hadoop;

    /**
     * @param yaml the resolved configuration
     * @param classes names in index order
     * @param root the URI of the folder that executors find files in
     * @param hadoop the settings of Hadoop's file systems
     */
    public WorkerTask(String yaml, List<String> classes, String root, Broadcast<SerializableHadoopConfig> hadoop) {
        this.yaml = yaml;
        this.classes = List.copyOf(classes);
        this.root = root;
        this.hadoop = hadoop;
    }

    private record Made(String yaml, List<String> classes, DistributedTask task, int threads) {

        boolean isOf(WorkerTask work) {
            return yaml.equals(work.yaml) && classes.equals(work.classes);
        }
    }

    /** The task, made on the first call in a process. */
    public DistributedTask task() {
        return made().task();
    }

    /** Where its files are. */
    public FileSource files() {
        return new HadoopFiles(root, hadoop.getValue().getConfiguration());
    }

    /** Does the work with the configured number of compute threads. */
    public <T> T computing(Supplier<T> work) {
        int threads = made().threads();
        return ComputeThreads.during(threads == 0 ? Optional.empty() : Optional.of(threads), work);
    }

    /**
     * Makes sure that this process has the task's classes and sees its files.
     *
     * @throws TaskException naming what is missing, and where
     */
    public void check() {
        Path folder = new Path(root);
        naming(() -> {
            made();
            if (!exists(folder)) {
                throw new TaskException(root + " is not there; mount the data at the same path on every executor,"
                        + " name a folder that all of them see with cluster.data (hdfs://, s3a://, file:), or pack the"
                        + " data with 'tresnet data shard' and copy it to such a folder");
            }
            return folder;
        });
    }

    private boolean exists(Path folder) {
        try {
            return folder.getFileSystem(hadoop.getValue().getConfiguration()).exists(folder);
        } catch (IOException | IllegalArgumentException e) {
            throw new TaskException(root + " cannot be reached (" + e + "); correct cluster.data", e);
        }
    }

    /**
     * Does something here; what goes wrong says where.
     *
     * @throws TaskException whose message begins with the executor
     */
    public static <T> T naming(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            throw new TaskException("executor " + host() + ": " + e.getMessage(), e);
        }
    }

    private static String host() {
        SparkEnv env = SparkEnv.get();
        return env.executorId() + " on " + env.blockManager().blockManagerId().host();
    }

    private Made made() {
        Made made = CURRENT.get();
        if (made == null || !made.isOf(this)) {
            made = make();
            CURRENT.set(made);
        }
        return made;
    }

    private Made make() {
        var experiment = new ConfigLoader(Tasks.installed()).parse("configuration of the run", yaml, List.of());
        if (!(experiment.createTask(classes) instanceof DistributedTask task)) {
            throw new IllegalStateException("the driver lets only distributed tasks through");
        }
        return new Made(yaml, classes, task, experiment.run().train().threads().orElse(0));
    }
}
