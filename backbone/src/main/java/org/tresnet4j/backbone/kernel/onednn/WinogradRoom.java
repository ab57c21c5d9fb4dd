package org.tresnet4j.backbone.kernel.onednn;

/** A thread's temporary memory: lines before, between and after the two sides of a transformation. */
final class WinogradRoom {

    private static final ThreadLocal<WinogradRoom> OF_THREAD = ThreadLocal.withInitial(WinogradRoom::new);

    /** A square of places with those of the neighbouring tiles. */
    final float[][] before = new float[Winograd.WITH_NEIGHBOURS * Winograd.WITH_NEIGHBOURS][0];

    final float[][] between = new float[Winograd.PATCH * Winograd.WITH_NEIGHBOURS][0];
    final float[][] after = new float[Winograd.PLACES][0];

    private float[] filters = {};

    private WinogradRoom() {}

    /** With lines of at least that length, whose contents nobody relies on. */
    static WinogradRoom ofThread(int length) {
        WinogradRoom room = OF_THREAD.get();
        reserve(room.before, length);
        reserve(room.between, length);
        reserve(room.after, length);
        return room;
    }

    /** A buffer for filters as they lie. */
    float[] filters(int length) {
        filters = filters.length < length ? new float[length] : filters;
        return filters;
    }

    private static void reserve(float[][] lines, int length) {
        if (lines[0].length < length) {
            for (int i = 0; i < lines.length; i++) {
                lines[i] = new float[length];
            }
        }
    }
}
