package org.tresnet4j.spark.worker;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * A described batch in the form that DL4J passes to loaders, which is a path's: packed into letters that are good in any
 * URI, with the batch that its worker wants next, so that this can be made meanwhile.
 *
 * @param batch description
 * @param next description, unless it is the worker's last
 */
public record Descriptor(String batch, Optional<String> next) {

    private static final String SEPARATOR = ".";

    /** The paths of a worker's batches. */
    public static List<String> paths(List<String> batches) {
        List<String> packed = batches.stream().map(Descriptor::pack).toList();
        List<String> paths = new ArrayList<>();
        for (int n = 0; n < packed.size(); n++) {
            paths.add(n + 1 < packed.size() ? packed.get(n) + SEPARATOR + packed.get(n + 1) : packed.get(n));
        }
        return paths;
    }

    static Descriptor parse(String path) {
        int end = path.indexOf(SEPARATOR);
        return end < 0
                ? new Descriptor(unpack(path), Optional.empty())
                : new Descriptor(unpack(path.substring(0, end)), Optional.of(unpack(path.substring(end + 1))));
    }

    private static String pack(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    private static String unpack(String packed) {
        try (GZIPInputStream in = new GZIPInputStream(
                new ByteArrayInputStream(Base64.getUrlDecoder().decode(packed)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
