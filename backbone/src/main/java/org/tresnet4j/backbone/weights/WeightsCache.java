package org.tresnet4j.backbone.weights;

import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files that were fetched from the network, each under its checksum. A transfer that broke off goes on where it ended; a
 * file is used only if its checksum is the one asked for.
 *
 * @param folder made when it is needed
 */
record WeightsCache(Path folder) {

    private static final Logger LOG = LoggerFactory.getLogger(WeightsCache.class);

    /** The environment variable that names the folder. */
    private static final String VARIABLE = "TRESNET_CACHE";

    private static final Pattern CHECKSUM = Pattern.compile("sha256=([0-9a-fA-F]{64})");
    private static final Pattern OTHER_THAN_NAME = Pattern.compile("[^A-Za-z0-9._-]");
    private static final int SHOWN_OF_CHECKSUM = 16;
    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    /** {@code $TRESNET_CACHE}, or {@code ~/.cache/tresnet4j}. */
    static Path usualFolder() {
        String variable = System.getenv(VARIABLE);
        return variable == null || variable.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "tresnet4j")
                : Path.of(variable);
    }

    /**
     * The file of an address, fetched unless it is there.
     *
     * @param address {@code https://…#sha256=…}
     * @throws WeightsException if the address has no checksum, the file cannot be fetched, or is another
     */
    Path fetch(String address) {
        Source source = Source.of(address);
        Path file = folder.resolve(source.fileName());
        try {
            if (Files.exists(file) && checksum(file).equals(source.sha256())) {
                return file;
            }
            Files.createDirectories(folder);
            Path partial = file.resolveSibling(file.getFileName() + ".partial");
            download(source, partial);
            verify(source, partial);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new WeightsException(
                    source.uri() + ": cannot be fetched (" + e + "); without a network, copy the file to " + file
                            + ". What has arrived is kept, and the next attempt goes on from there",
                    e);
        }
    }

    /** An address, and what it must give. */
    private record Source(URI uri, String sha256) {

        static Source of(String address) {
            URI uri;
            try {
                uri = new URI(address);
            } catch (URISyntaxException e) {
                throw new WeightsException("'" + address + "' is not an address: " + e.getReason(), e);
            }
            Matcher checksum = CHECKSUM.matcher(uri.getFragment() == null ? "" : uri.getFragment());
            if (!checksum.matches()) {
                throw new WeightsException(address + ": lacks the checksum of the file; write"
                        + " https://…#sha256=… with its 64 digits, as sha256sum prints them");
            }
            String plain = address.substring(0, address.indexOf('#'));
            return new Source(URI.create(plain), checksum.group(1).toLowerCase(Locale.ROOT));
        }

        String fileName() {
            String path = uri.getPath() == null ? "" : uri.getPath();
            String last = path.substring(path.lastIndexOf('/') + 1);
            return sha256.substring(0, SHOWN_OF_CHECKSUM) + "-"
                    + OTHER_THAN_NAME.matcher(last).replaceAll("_");
        }
    }

    private static String checksum(Path file) throws IOException {
        return MoreFiles.asByteSource(file).hash(Hashing.sha256()).toString();
    }

    private static void verify(Source source, Path partial) throws IOException {
        String found = checksum(partial);
        if (!found.equals(source.sha256())) {
            Files.delete(partial);
            throw new WeightsException(source.uri() + ": has the checksum " + found + ", expected " + source.sha256()
                    + "; it is another file, or the transfer was damaged: correct the address, or try again");
        }
    }

    private static void download(Source source, Path partial) throws IOException {
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            lock(channel, source);
            HttpResponse<InputStream> response = request(source, channel.size());
            if (response.statusCode() == RANGE_NOT_SATISFIABLE) {
                // as long as the file or longer: the checksum will tell, once it begins anew
                response.body().close();
                channel.truncate(0);
                response = request(source, 0);
            }
            try (InputStream body = response.body()) {
                long start = start(source, response, channel.size());
                channel.truncate(start).position(start);
                LOG.info("fetching {} to {}, from byte {}", source.uri(), partial, start);
                body.transferTo(Channels.newOutputStream(channel));
            }
        }
    }

    /** Until the channel is closed. */
    private static void lock(FileChannel channel, Source source) throws IOException {
        String fetching = source.uri() + ": is being fetched already; wait for it";
        try {
            if (channel.tryLock() == null) {
                throw new WeightsException(fetching);
            }
        } catch (OverlappingFileLockException e) {
            throw new WeightsException(fetching, e);
        }
    }

    private static HttpResponse<InputStream> request(Source source, long from) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(source.uri());
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
        }
        HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(CONNECT)
                .build();
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Where the answer's first byte belongs: not every server can go on in the middle. */
    private static long start(Source source, HttpResponse<InputStream> response, long have) {
        return switch (response.statusCode()) {
            case OK -> 0;
            case PARTIAL_CONTENT -> {
                String range = response.headers().firstValue("Content-Range").orElse("");
                if (!range.startsWith("bytes " + have + "-")) {
                    throw new WeightsException(source.uri() + ": the server answered with the bytes '" + range
                            + "', asked for those from " + have + "; fetch the file by hand");
                }
                yield have;
            }
            default ->
                throw new WeightsException(source.uri() + ": the server answered with the status "
                        + response.statusCode() + "; correct the address");
        };
    }
}
