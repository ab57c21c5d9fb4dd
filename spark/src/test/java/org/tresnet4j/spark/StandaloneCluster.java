package org.tresnet4j.spark;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Spark's own master and workers as processes on the loopback, as its scripts start them. */
final class StandaloneCluster implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final String MASTER = "org.apache.spark.deploy.master.Master";
    private static final String WORKER = "org.apache.spark.deploy.worker.Worker";
    private static final long START_MILLIS = 60_000;
    /** Surefire's own property holds what its start-up jar refers to. */
    private static final String CLASS_PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    private final Path home;
    private final int port;
    private final Process master;
    private final List<Process> workers = new ArrayList<>();

    private StandaloneCluster(Path home, int port, Process master) {
        this.home = home;
        this.port = port;
        this.master = master;
    }

    /**
     * Starts one.
     *
     * @param folder becomes Spark's home and holds the logs
     * @param workers each with one core
     */
    static StandaloneCluster start(Path folder, int workers) throws IOException, InterruptedException {
        Path jars = Files.createDirectories(folder.resolve("jars"));
        for (String entry : CLASS_PATH.split(File.pathSeparator)) {
            Path jar = Path.of(entry);
            if (isOfSpark(jar) && !Files.exists(jars.resolve(jar.getFileName()))) {
                Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
            }
        }
        int port = freePort();
        Process master =
                process(folder, "master", List.of(MASTER, "--host", HOST, "--port", "" + port, "--webui-port", "0"));
        StandaloneCluster cluster = new StandaloneCluster(folder, port, master);
        try {
            cluster.awaitMaster();
            for (int n = 0; n < workers; n++) {
                cluster.workers.add(process(
                        folder,
                        "worker" + n,
                        List.of(
                                WORKER,
                                "--host",
                                HOST,
                                "--cores",
                                "1",
                                "--memory",
                                "2g",
                                "--webui-port",
                                "0",
                                "--work-dir",
                                folder.resolve("work" + n).toString(),
                                cluster.url())));
            }
        } catch (IOException | InterruptedException | RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    /** Everything that is neither this project's nor what it brings: as a cluster that has only Spark. */
    private static boolean isOfSpark(Path jar) {
        String path = jar.toString();
        return path.endsWith(".jar")
                && !path.contains("tresnet4j")
                && !path.contains("deeplearning4j")
                && !path.contains("nd4j")
                && !path.contains("datavec")
                && !path.contains("bytedeco")
                && !path.contains("opencv");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Process process(Path home, String name, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                home.resolve("jars") + "/*"));
        command.addAll(opens());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve(name + ".log").toFile());
        builder.environment().put("SPARK_HOME", home.toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.12");
        builder.environment().put("SPARK_LOCAL_IP", HOST);
        return builder.start();
    }

    private static List<String> opens() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-opens"))
                .toList();
    }

    private void awaitMaster() throws IOException, InterruptedException {
        long deadline = System.currentTimeMillis() + START_MILLIS;
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(HOST, port), 1000);
                return;
            } catch (IOException e) {
                if (!master.isAlive() || System.currentTimeMillis() > deadline) {
                    throw new IOException("no master: " + Files.readString(home.resolve("master.log")), e);
                }
                Thread.sleep(100);
            }
        }
    }

    String url() {
        return "spark://" + HOST + ":" + port;
    }

    /** What an application needs for executors that have this project's classes. */
    List<String> settings() {
        return settings(Map.of("spark.executor.extraClassPath", CLASS_PATH));
    }

    /** The same with other settings, or without the classes. */
    static List<String> settings(Map<String, String> more) {
        List<String> all = new ArrayList<>(List.of(
                "spark.ui.enabled=false",
                "spark.driver.host=" + HOST,
                "spark.executor.memory=1g",
                "spark.executorEnv.OMP_NUM_THREADS=1",
                "spark.executor.extraJavaOptions=-Dorg.bytedeco.javacpp.maxbytes=1g"
                        + " -Dorg.bytedeco.javacpp.maxphysicalbytes=0"));
        more.forEach((key, value) -> all.add(key + "=" + value));
        return all;
    }

    /** Kills a worker process, with whatever runs on it, as a machine that fails. */
    void kill(int worker) {
        Process process = workers.get(worker);
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** The most memory that an executor that runs now has had in RAM, as Linux counts it; 0 if there is none. */
    long executorPeakKibibytes() {
        return workers.stream()
                .flatMap(Process::descendants)
                .mapToLong(process -> peakKibibytes(process.pid()))
                .max()
                .orElse(0);
    }

    private static long peakKibibytes(long process) {
        try {
            return Files.readString(Path.of("/proc/" + process + "/status"))
                    .lines()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        List<Process> all = new ArrayList<>(workers);
        all.add(master);
        for (Process process : all) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        try {
            for (Process process : all) {
                process.waitFor(10, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
