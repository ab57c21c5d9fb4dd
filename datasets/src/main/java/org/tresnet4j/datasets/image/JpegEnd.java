package org.tresnet4j.datasets.image;

/**
 * Whether a JPEG stream is complete. libjpeg fills what is missing with grey and reports success, so the markers are
 * followed to the end-of-image marker. Looking for its two bytes alone would not do: an embedded thumbnail has them too,
 * and cameras append things after them. Layout: ITU-T T.81, annex B.
 */
final class JpegEnd {

    private static final int MARKER = 0xFF;
    private static final int START_OF_IMAGE = 0xD8;
    private static final int END_OF_IMAGE = 0xD9;
    private static final int START_OF_SCAN = 0xDA;
    private static final int FIRST_RESTART = 0xD0;
    private static final int LAST_RESTART = 0xD7;

    private JpegEnd() {}

    static boolean isJpeg(byte[] file) {
        return file.length >= 3
                && unsigned(file[0]) == MARKER
                && unsigned(file[1]) == START_OF_IMAGE
                && unsigned(file[2]) == MARKER;
    }

    /** Whether the end-of-image marker is reached. */
    static boolean isReached(byte[] jpeg) {
        int at = 2;
        while (at + 1 < jpeg.length) {
            int code = unsigned(jpeg[at + 1]);
            if (unsigned(jpeg[at]) != MARKER || code == MARKER || code == 0) {
                at++; // a stray or fill byte
            } else if (code == END_OF_IMAGE) {
                return true;
            } else if (code >= FIRST_RESTART && code <= LAST_RESTART) {
                at += 2; // has no length
            } else if (at + 3 < jpeg.length) {
                at += 2 + (unsigned(jpeg[at + 2]) << 8 | unsigned(jpeg[at + 3]));
                if (code == START_OF_SCAN) {
                    at = endOfScan(jpeg, at);
                }
            } else {
                return false;
            }
        }
        return false;
    }

    /** Coded data runs to the next marker; FF 00 in it is a data byte FF, and restart markers belong to it. */
    private static int endOfScan(byte[] jpeg, int from) {
        for (int at = from; at + 1 < jpeg.length; at++) {
            if (jpeg[at] == (byte) MARKER) {
                int code = unsigned(jpeg[at + 1]);
                boolean data = code == 0 || code == MARKER || code >= FIRST_RESTART && code <= LAST_RESTART;
                if (!data) {
                    return at;
                }
            }
        }
        return jpeg.length;
    }

    private static int unsigned(byte value) {
        return value & 0xFF;
    }
}
