package org.tresnet4j.backbone.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.hash.Hashing;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real server on this machine. */
class WeightsCacheTest {

    private static final byte[] CONTENT = new byte[100_000];

    static {
        new Random(1).nextBytes(CONTENT);
    }

    private static final String SHA256 = Hashing.sha256().hashBytes(CONTENT).toString();

    @TempDir
    private Path folder;

    private final List<String> ranges = new ArrayList<>();
    private HttpServer server;
    private boolean knowsRanges = true;
    private int breaksOffAfter = Integer.MAX_VALUE;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/models/x.pth", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(String.valueOf(range));
        int from = range == null || !knowsRanges ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        if (from >= CONTENT.length) {
            exchange.sendResponseHeaders(416, -1);
            exchange.close();
            return;
        }
        if (from > 0) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (CONTENT.length - 1) + "/" + CONTENT.length);
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, CONTENT.length - from);
        int length = Math.min(CONTENT.length - from, breaksOffAfter);
        exchange.getResponseBody().write(CONTENT, from, length);
        exchange.getResponseBody().flush();
        exchange.close();
    }

    private String address(String sha256) {
        return "http://localhost:" + server.getAddress().getPort() + "/models/x.pth#sha256=" + sha256;
    }

    private Path fetch() {
        return new WeightsCache(folder.resolve("cache")).fetch(address(SHA256));
    }

    private List<Path> cached() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
            return files.toList();
        }
    }

    @Test
    void fetchesOnce() throws IOException {
        Path file = fetch();
        assertThat(file).hasBinaryContent(CONTENT).hasFileName(SHA256.substring(0, 16) + "-x.pth");
        assertThat(fetch()).isEqualTo(file);
        assertThat(ranges).containsExactly("null");
        assertThat(cached()).containsExactly(file);
    }

    @Test
    void needsNoNetworkForWhatItHas() {
        Path file = fetch();
        server.stop(0);
        assertThat(fetch()).isEqualTo(file);
    }

    @Test
    void goesOnWhereATransferBrokeOff() throws IOException {
        breaksOffAfter = 40_000;
        assertThatThrownBy(this::fetch).isInstanceOf(WeightsException.class).hasMessageContaining("goes on from there");
        long arrived = Files.size(cached().get(0));
        assertThat(arrived).isPositive();
        breaksOffAfter = Integer.MAX_VALUE;
        assertThat(fetch()).hasBinaryContent(CONTENT);
        assertThat(ranges).containsExactly("null", "bytes=" + arrived + "-");
    }

    @Test
    void beginsAnewWhereTheServerCannotGoOn() throws IOException {
        Files.createDirectories(folder.resolve("cache"));
        Files.write(folder.resolve("cache/" + SHA256.substring(0, 16) + "-x.pth.partial"), new byte[50]);
        knowsRanges = false;
        assertThat(fetch()).hasBinaryContent(CONTENT);
    }

    @Test
    void beginsAnewWhereMoreThanTheFileHasArrived() throws IOException {
        Files.createDirectories(folder.resolve("cache"));
        Files.write(
                folder.resolve("cache/" + SHA256.substring(0, 16) + "-x.pth.partial"), new byte[CONTENT.length + 7]);
        assertThat(fetch()).hasBinaryContent(CONTENT);
    }

    @Test
    void refusesAFileOfAnotherChecksum() throws IOException {
        String other = SHA256.replace(SHA256.charAt(0), SHA256.charAt(0) == 'a' ? 'b' : 'a');
        assertThatThrownBy(() -> new WeightsCache(folder.resolve("cache")).fetch(address(other)))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining(SHA256)
                .hasMessageContaining(other);
        assertThat(cached()).isEmpty();
    }

    @Test
    void fetchesAgainWhatWasChangedSince() throws IOException {
        Files.write(fetch(), Arrays.copyOf(CONTENT, 99));
        assertThat(fetch()).hasBinaryContent(CONTENT);
    }

    @Test
    void saysWhereToPutTheFileWhenThereIsNoNetwork() {
        server.stop(0);
        assertThatThrownBy(this::fetch)
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("cannot be fetched")
                .hasMessageContaining("copy the file to " + folder.resolve("cache"));
    }

    @Test
    void saysWhichStatusTheServerGave() {
        String missing = address(SHA256).replace("/models/x.pth", "/gone.pth");
        assertThatThrownBy(() -> new WeightsCache(folder).fetch(missing))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("/gone.pth: the server answered with the status 404");
    }

    @Test
    void wantsAChecksum() {
        assertThatThrownBy(() -> PretrainedWeights.load("https://example.org/x.pth", null))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("lacks the checksum")
                .hasMessageContaining("#sha256=");
    }
}
