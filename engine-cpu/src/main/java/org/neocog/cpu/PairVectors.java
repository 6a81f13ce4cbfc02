package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.neocog.graph.PoolGeometry;

/**
 * Pooling by windows of 2x2 side by side, and its gradients, in machine code, see {@link PairCode}. The results are those of the
 * loops in Java, bit by bit.
 */
final class PairVectors {
    private static final int VECTOR = 16;
    /** Columns of two vectors. */
    private static final int COLUMNS = 2 * VECTOR;

    private final Map<PairFunction, MemorySegment> functions;

    private PairVectors(Map<PairFunction, MemorySegment> functions) {
        this.functions = functions;
    }

    /** @throws UnsupportedOperationException if the system does not let this process have machine code of its own */
    static PairVectors make() {
        Map<PairFunction, MemorySegment> all = new EnumMap<>(PairFunction.class);
        for (PairFunction function : PairFunction.values()) {
            all.put(function, MachineCode.function(PairCode.of(function)));
        }
        return new PairVectors(all);
    }

    /**
     * Parameters for images of some width; what depends on the work of a call is put in by {@link #run}.
     *
     * @param width W
     * @param windows Q, at most W / 2
     */
    static int[] parameters(PairFunction function, int width, int windows) {
        int[] p = new int[PairCode.PARAMETERS];
        boolean narrow = isNarrow(width);
        int steps = Math.ceilDiv(width, COLUMNS);
        p[PairCode.STEPS] = steps;
        p[PairCode.ROW] = Float.BYTES * width;
        p[PairCode.SECOND] = narrow ? 2 * p[PairCode.ROW] : Assembler.VECTOR;
        p[PairCode.IMAGE_UNIT] = unit(width) * 2 * p[PairCode.ROW];
        p[PairCode.POOLED_UNIT] = unit(width) * Float.BYTES * windows;
        int second = narrow ? windows : VECTOR / 2;
        for (int lane = 0; lane < VECTOR; lane++) {
            int window = lane / 4 * 2 + lane % 2 + (lane % 4 < 2 ? 0 : second);
            if (function.gradient()) {
                p[PairCode.ORDER + lane] = window;
            } else if (window < VECTOR && (lane % 4 >= 2 || window < second)) {
                p[PairCode.ORDER + window] = lane;
            }
        }
        masks(p, PairCode.WHOLE, VECTOR, VECTOR, VECTOR / 2, VECTOR / 2);
        if (narrow) {
            masks(p, PairCode.LAST, width, width, windows, windows);
        } else {
            int columns = width - COLUMNS * (steps - 1);
            int last = windows - VECTOR * (steps - 1);
            masks(p, PairCode.LAST, columns, columns - VECTOR, Math.min(last, VECTOR / 2), last - VECTOR / 2);
        }
        PairCode.putConstants(p);
        return p;
    }

    /** Images whose rows are one vector at most: two rows of windows are one unit. */
    private static boolean isNarrow(int width) {
        return width <= VECTOR;
    }

    /** Rows of windows that are worked on together. */
    static int unit(int width) {
        return isNarrow(width) ? 2 : 1;
    }

    /** Of columns and windows of the first and the second vectors. */
    private static void masks(int[] p, int at, int columns, int others, int windows, int otherWindows) {
        p[at] = first(columns);
        p[at + 1] = first(others);
        p[at + 2] = first(Math.max(0, windows) + Math.max(0, otherWindows));
        p[at + 3] = 0;
        for (int lane = 0; lane < VECTOR; lane++) {
            int pair = lane / 4 * 2 + lane % 2;
            p[at + 3] |= pair < (lane % 4 < 2 ? windows : otherWindows) ? 1 << lane : 0;
        }
    }

    private static int first(int floats) {
        return (1 << Math.clamp(floats, 0, VECTOR)) - 1;
    }

    /**
     * Some rows of windows of some planes.
     *
     * @param planes how many
     * @param rows of windows, in each plane
     * @param image where the first row of the image is in its array
     * @param pooled where the first window is in its array
     */
    record Part(int planes, int rows, int image, int pooled) {}

    /**
     * Does a part of the work. An array that the function does not use may be any.
     *
     * @param parameters of the calling thread
     * @param imageOffset where the image begins in its array; so for the gradient and for what is pooled
     */
    void run(
            PairFunction function, PoolGeometry g, Part part, int[] parameters, float[] image, int imageOffset, float[] pooled,
            int pooledOffset, float[] gradient, int gradientOffset) {
        int area = g.height() * g.width();
        int positions = g.outHeight() * g.outWidth();
        int elements = (part.planes - 1) * area + 2 * part.rows * g.width();
        if (function.readsImage()) {
            Objects.checkFromIndexSize(imageOffset + part.image, elements, image.length);
        }
        if (function.gradient()) {
            Objects.checkFromIndexSize(gradientOffset + part.image, elements, gradient.length);
        }
        Objects.checkFromIndexSize(
                pooledOffset + part.pooled, (part.planes - 1) * positions + part.rows * g.outWidth(), pooled.length);
        int units = Math.ceilDiv(part.rows, unit(g.width()));
        parameters[PairCode.PLANES] = part.planes;
        parameters[PairCode.UNITS] = units;
        parameters[PairCode.IMAGE_REST] = Float.BYTES * area - units * parameters[PairCode.IMAGE_UNIT];
        parameters[PairCode.POOLED_REST] = Float.BYTES * positions - units * parameters[PairCode.POOLED_UNIT];
        if (part.rows % unit(g.width()) == 0) {
            System.arraycopy(parameters, PairCode.LAST, parameters, PairCode.FINAL, PairCode.MASKS);
        } else {
            masks(parameters, PairCode.FINAL, g.width(), 0, g.outWidth(), 0);
        }
        MachineCode.call(
                functions.get(function), MachineCode.from(image, imageOffset + part.image),
                MachineCode.from(pooled, pooledOffset + part.pooled),
                MachineCode.from(gradient, gradientOffset + part.image), MemorySegment.ofArray(parameters), MemorySegment.NULL);
    }
}
