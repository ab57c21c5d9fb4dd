package org.tresnet4j.datasets.crop;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Names that any file system takes. */
final class FileNames {

    /** Characters: of four bytes each, they and an ending are within the 255 bytes that Linux allows. */
    private static final int LONGEST = 56;

    /** Letters and digits of any script, and what no file system or shell minds. */
    private static final Pattern UNSAFE = Pattern.compile("[^\\p{L}\\p{M}\\p{N} ._()+-]");

    /** Windows drops dots and spaces at the end, and Unix hides what begins with a dot. */
    private static final Pattern EDGES = Pattern.compile("^[. ]+|[. ]+$");

    /** Devices of Windows, whatever their ending. */
    private static final Pattern DEVICE =
            Pattern.compile("(con|prn|aux|nul|com[0-9]|lpt[0-9])(\\..*)?", Pattern.CASE_INSENSITIVE);

    private FileNames() {}

    /** The name itself where it is safe; else with underscores for what is not. */
    static String safe(String name) {
        String plain = UNSAFE.matcher(name).replaceAll("_");
        String cut = plain.substring(
                0, plain.offsetByCodePoints(0, Math.min(plain.codePointCount(0, plain.length()), LONGEST)));
        String trimmed = EDGES.matcher(cut).replaceAll("");
        if (trimmed.isEmpty()) {
            return "_";
        }
        return DEVICE.matcher(trimmed).matches() ? "_" + trimmed : trimmed;
    }

    /** Safe names that differ, even where upper and lower case are the same: the second "a" is "a-2". */
    static List<String> distinct(List<String> names) {
        Set<String> taken = new HashSet<>();
        List<String> distinct = new ArrayList<>();
        for (String name : names) {
            String safe = safe(name);
            String free = safe;
            for (int i = 2; !taken.add(free.toLowerCase(Locale.ROOT)); i++) {
                free = safe + "-" + i;
            }
            distinct.add(free);
        }
        return distinct;
    }
}
