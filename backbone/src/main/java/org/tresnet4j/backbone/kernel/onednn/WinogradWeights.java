package org.tresnet4j.backbone.kernel.onednn;

import java.nio.FloatBuffer;

/**
 * Filters [O,I,3,3] and their places, which lie as matrices [O,I] or [I,O] with {@link Winograd#pitch} floats from row
 * to row.
 */
final class WinogradWeights {

    private static final int WEIGHTS = Winograd.FILTER * Winograd.FILTER;

    /** Filters that a thread works on at a time, about. */
    private static final int AT_ONCE = 1024;

    private final Winograd winograd;
    private final int outputs;
    private final int inputs;

    WinogradWeights(Winograd winograd, int outputs, int inputs) {
        this.winograd = winograd;
        this.outputs = outputs;
        this.inputs = inputs;
    }

    /** Places as matrices [O,I]. */
    Matmul.Matrices byOutput() {
        return matrices(outputs, inputs);
    }

    /** Places as matrices [I,O]. */
    Matmul.Matrices byInput() {
        return matrices(inputs, outputs);
    }

    private Matmul.Matrices matrices(int rows, int columns) {
        return new Matmul.Matrices(winograd.places(), rows, columns, Winograd.pitch(columns));
    }

    /** Some rows of all matrices. */
    private record Part(Matmul.Matrices matrices, int first, int rows) {

        int columns() {
            return (int) matrices.columns();
        }

        int filters() {
            return rows * columns();
        }

        /** Where one of the part's rows begins. */
        int at(int place, int row) {
            return (int) ((place * matrices.rows() + first + row) * matrices.pitch());
        }
    }

    /** A thread's temporary memory: lines before, between and after the two sides of a transformation. */
    private static final class Room {

        private static final ThreadLocal<Room> OF_THREAD = ThreadLocal.withInitial(Room::new);

        final float[][] before = new float[Winograd.MOST_PATCH * Winograd.MOST_PATCH][0];
        final float[][] between = new float[Winograd.MOST_PATCH * Winograd.FILTER][0];
        final float[][] after = new float[Winograd.MOST_PATCH * Winograd.MOST_PATCH][0];

        private float[] filters = {};

        static Room ofThread(int length) {
            Room room = OF_THREAD.get();
            LineTransform.reserve(room.before, length);
            LineTransform.reserve(room.between, length);
            LineTransform.reserve(room.after, length);
            return room;
        }

        /** A buffer for filters as they lie. */
        float[] filters(int length) {
            filters = filters.length < length ? new float[length] : filters;
            return filters;
        }
    }

    private interface Body {
        void accept(Part part, Room room, float[] filters);
    }

    private static void forEachPart(Matmul.Matrices matrices, Body body) {
        int rows = (int) matrices.rows();
        int most = (int) Math.max(1, AT_ONCE / matrices.columns());
        Parallel.loop((rows + most - 1) / most, turn -> {
            Part part = new Part(matrices, turn * most, Math.min(most, rows - turn * most));
            Room room = Room.ofThread(part.filters());
            body.accept(part, room, room.filters(WEIGHTS * part.filters()));
        });
    }

    /** places ← G g Gᵀ, {@link #byOutput}. */
    void toPlacesByOutput(FloatBuffer weights, FloatBuffer places) {
        forEachPart(byOutput(), (part, room, filters) -> {
            weights.get(part.first() * inputs * WEIGHTS, filters, 0, part.filters() * WEIGHTS);
            for (int w = 0; w < WEIGHTS; w++) {
                float[] line = room.before[w];
                for (int i = 0; i < part.filters(); i++) {
                    line[i] = filters[i * WEIGHTS + w];
                }
            }
            writePlaces(part, room, places);
        });
    }

    /** places ← G g Gᵀ, {@link #byInput}. */
    void toPlacesByInput(FloatBuffer weights, FloatBuffer places) {
        forEachPart(byInput(), (part, room, filters) -> {
            int ofOutput = part.rows() * WEIGHTS;
            for (int o = 0; o < outputs; o++) {
                weights.get((o * inputs + part.first()) * WEIGHTS, filters, o * ofOutput, ofOutput);
            }
            for (int w = 0; w < WEIGHTS; w++) {
                float[] line = room.before[w];
                for (int row = 0; row < part.rows(); row++) {
                    for (int o = 0; o < outputs; o++) {
                        line[row * outputs + o] = filters[o * ofOutput + row * WEIGHTS + w];
                    }
                }
            }
            writePlaces(part, room, places);
        });
    }

    private void writePlaces(Part part, Room room, FloatBuffer places) {
        winograd.weightsToPlaces().bothSides(room.before, room.between, room.after, part.filters());
        for (int place = 0; place < winograd.places(); place++) {
            for (int row = 0; row < part.rows(); row++) {
                places.put(part.at(place, row), room.after[place], row * part.columns(), part.columns());
            }
        }
    }

    /** weights ← Gᵀ u G of places {@link #byOutput}. */
    void fromPlacesByOutput(FloatBuffer places, FloatBuffer weights) {
        forEachPart(byOutput(), (part, room, filters) -> {
            for (int place = 0; place < winograd.places(); place++) {
                for (int row = 0; row < part.rows(); row++) {
                    places.get(part.at(place, row), room.before[place], row * part.columns(), part.columns());
                }
            }
            winograd.placesToWeights().bothSides(room.before, room.between, room.after, part.filters());
            for (int w = 0; w < WEIGHTS; w++) {
                float[] line = room.after[w];
                for (int i = 0; i < part.filters(); i++) {
                    filters[i * WEIGHTS + w] = line[i];
                }
            }
            weights.put(part.first() * inputs * WEIGHTS, filters, 0, part.filters() * WEIGHTS);
        });
    }
}
