package org.tresnet4j.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.tresnet4j.benchmarks.protocol.Measurement;
import org.tresnet4j.benchmarks.protocol.Ready;
import org.tresnet4j.benchmarks.protocol.Request;

/** A contender's process, which idles unless it is asked. */
final class Peer implements AutoCloseable {

    private static final long FAREWELL_SECONDS = 20;

    private final Process process;
    private final BufferedReader replies;
    private final BufferedWriter requests;
    private final Path log;
    private final Duration patience;

    private Peer(Process process, Path log, Duration patience) {
        this.process = process;
        this.replies = process.inputReader();
        this.requests = process.outputWriter();
        this.log = log;
        this.patience = patience;
    }

    /**
     * Returns when the process has warmed up.
     *
     * @param log for what it prints on standard error
     * @param patience with which each of its replies is waited for
     * @throws PeerException if it ends instead, or takes longer
     */
    static Peer start(List<String> command, Map<String, String> environment, Path log, Duration patience)
            throws PeerException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.to(log.toFile()));
        builder.environment().clear();
        builder.environment().putAll(environment);
        Peer peer;
        try {
            peer = new Peer(builder.start(), log, patience);
        } catch (IOException e) {
            throw new PeerException(command.get(0) + " cannot be started: " + e.getMessage(), e);
        }
        try {
            peer.await(line -> line.equals(Ready.LINE) ? Optional.of(line) : Optional.empty());
            return peer;
        } catch (PeerException e) {
            peer.close();
            throw e;
        }
    }

    /**
     * @throws PeerException if the process has ended or takes longer than its time
     */
    Measurement measure(Request request) throws PeerException {
        try {
            requests.write(request.line());
            requests.newLine();
            requests.flush();
        } catch (IOException e) {
            throw new PeerException(ending(), e);
        }
        return await(Measurement::parse);
    }

    /** The first line that is a reply. */
    private <T> T await(Function<String, Optional<T>> parser) throws PeerException {
        CompletableFuture<T> reply = CompletableFuture.supplyAsync(() -> next(parser));
        try {
            T value = reply.get(patience.toSeconds(), TimeUnit.SECONDS);
            if (value == null) {
                throw new PeerException(ending());
            }
            return value;
        } catch (TimeoutException e) {
            process.destroyForcibly();
            throw new PeerException(
                    "gave no answer within " + patience.toSeconds() + " s: more --patience may help; see " + log, e);
        } catch (ExecutionException e) {
            throw new PeerException(
                    "its answer could not be read: " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new PeerException("the suite was interrupted", e);
        }
    }

    /** Null at the end of the output. */
    private <T> T next(Function<String, Optional<T>> parser) {
        try {
            String line = replies.readLine();
            while (line != null) {
                Optional<T> reply = parser.apply(line);
                if (reply.isPresent()) {
                    return reply.get();
                }
                line = replies.readLine();
            }
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String ending() {
        String code = "";
        try {
            if (process.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                code = " with exit code " + process.exitValue();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "ended" + code + ": " + reason() + " (" + log.getFileName() + ")";
    }

    private String reason() {
        try {
            return LogReason.of(Files.readAllLines(log));
        } catch (IOException e) {
            return "its log cannot be read: " + e.getMessage();
        }
    }

    /** Ends the process, at last by force. */
    @Override
    public void close() {
        try {
            requests.close();
        } catch (IOException e) {
            // it has ended already
        }
        try {
            if (!process.waitFor(FAREWELL_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
