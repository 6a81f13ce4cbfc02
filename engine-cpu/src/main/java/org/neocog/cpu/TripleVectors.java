package org.neocog.cpu;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;
import org.neocog.graph.Axis;
import org.neocog.graph.PoolGeometry;

/**
 * Max pooling by windows of 3x3 at stride 1 or 2, and its gradient, in machine code, see {@link TripleCode}. The results are those
 * of the loops in Java, bit by bit.
 *
 * @param forward for strides 1 and 2
 * @param gradient the same
 */
record TripleVectors(List<MemorySegment> forward, List<MemorySegment> gradient) {
    private static final int VECTOR = 16;
    /** Elements of a plane, as each is done in one call: some 100 microseconds. */
    private static final int MOST_ELEMENTS = 1 << 18;
    /** Between rows of scratch, as windows at their ends are looked for beside them. */
    private static final int BESIDE = VECTOR;

    /** @throws UnsupportedOperationException if the system does not let this process have machine code of its own */
    static TripleVectors make() {
        return new TripleVectors(
                List.of(MachineCode.function(TripleCode.forward(1)), MachineCode.function(TripleCode.forward(2))),
                List.of(MachineCode.function(TripleCode.gradient(1)), MachineCode.function(TripleCode.gradient(2))));
    }

    /** Whether a pooling can be done so. */
    static boolean suits(PoolGeometry g) {
        Axis down = g.window().height();
        Axis across = g.window().width();
        return suits(down)
                && suits(across)
                && down.stride() == across.stride()
                && (long) g.height() * g.width() <= MOST_ELEMENTS
                && (long) g.outHeight() * g.outWidth() <= MOST_ELEMENTS;
    }

    private static boolean suits(Axis axis) {
        return axis.kernel() == TripleCode.SIDE && axis.stride() <= 2 && axis.dilation() == 1;
    }

    /** Vectors of a row of windows, those between them included. */
    private static int vectors(PoolGeometry g) {
        return Math.ceilDiv((g.outWidth() - 1) * g.window().width().stride() + 1, VECTOR);
    }

    /** Elements of one of the two parts of a row of scratch. */
    private static int part(PoolGeometry g) {
        return BESIDE + VECTOR * Math.max(vectors(g), Math.ceilDiv(g.width(), VECTOR)) + BESIDE;
    }

    private static int scratchRow(PoolGeometry g) {
        return CacheLines.odd(2 * part(g));
    }

    /** Scratch that the gradient needs, all zeros when it is first used: rows of windows, and one without winners. */
    static float[] scratch(PoolGeometry g) {
        return new float[(g.outHeight() + 1) * scratchRow(g) + WorkerScratch.TAIL];
    }

    /** Parameters for images of some size; the number of planes is put in by each call. */
    static int[] parameters(PoolGeometry g, boolean gradient) {
        int rows = TripleCode.PARAMETERS;
        int vectors = rows + TripleCode.SIDE * g.outHeight();
        int imageRows = vectors + TripleCode.VECTOR_ENTRY * vectors(g);
        int[] p = new int[imageRows + TripleCode.SIDE * g.height() + WorkerScratch.TAIL];
        p[TripleCode.IMAGE_PLANE] = Float.BYTES * g.height() * g.width();
        p[TripleCode.ROWS] = g.outHeight();
        p[TripleCode.VECTORS] = vectors(g);
        p[TripleCode.POOLED_ROW] = Float.BYTES * g.outWidth();
        p[TripleCode.ROW_TABLE] = Integer.BYTES * rows;
        p[TripleCode.VECTOR_TABLE] = Integer.BYTES * vectors;
        p[TripleCode.IMAGE_ROW_TABLE] = Integer.BYTES * imageRows;
        p[TripleCode.IMAGE_ROWS] = g.height();
        p[TripleCode.IMAGE_VECTORS] = Math.ceilDiv(g.width(), VECTOR);
        p[TripleCode.IMAGE_ROW] = Float.BYTES * g.width();
        p[TripleCode.IMAGE_LAST_MASK] = 0xffff >> Math.floorMod(-g.width(), VECTOR);
        p[TripleCode.SCRATCH_ROW] = Float.BYTES * scratchRow(g);
        p[TripleCode.GRADIENTS] = Float.BYTES * part(g);
        TripleCode.putConstants(p, gradient);
        putRows(g, p, rows);
        for (int v = 0; v < vectors(g); v++) {
            putVector(g, v, p, vectors + TripleCode.VECTOR_ENTRY * v);
        }
        putImageRows(g, p, imageRows);
        return p;
    }

    /** Where the image's rows under each row of windows are in a plane, at the column of the first window's first tap. */
    private static void putRows(PoolGeometry g, int[] p, int at) {
        Axis down = g.window().height();
        for (int i = 0; i < TripleCode.SIDE * g.outHeight(); i++) {
            int row = i / TripleCode.SIDE * down.stride() - down.padBefore() + i % TripleCode.SIDE;
            boolean inside = row >= 0 && row < g.height();
            p[at + i] = inside ? Float.BYTES * (row * g.width() - g.window().width().padBefore()) : TripleCode.NONE;
        }
    }

    private static void putVector(PoolGeometry g, int vector, int[] p, int at) {
        int stride = g.window().width().stride();
        for (int lane = 0; lane < VECTOR; lane++) {
            int first = vector * VECTOR + lane - g.window().width().padBefore();
            for (int tap = 0; tap < TripleCode.SIDE; tap++) {
                p[at + tap] |= first + tap >= 0 && first + tap < g.width() ? 1 << lane : 0;
            }
            int column = vector * VECTOR + lane;
            boolean window = column % stride == 0 && column / stride < g.outWidth();
            p[at + TripleCode.LANES] |= window ? 1 << lane : 0;
            p[at + TripleCode.WINDOWS] |= window ? 1 << lane / stride : 0;
            p[at + TripleCode.FIRST_TAPS + lane] = TripleCode.place(Math.max(0, -first));
        }
    }

    /** For each row of the image, where those of the windows are of which it is row 0, 1 or 2, or else the row without winners. */
    private static void putImageRows(PoolGeometry g, int[] p, int at) {
        Axis down = g.window().height();
        for (int i = 0; i < TripleCode.SIDE * g.height(); i++) {
            int first = i / TripleCode.SIDE + down.padBefore() - i % TripleCode.SIDE;
            boolean some = first >= 0 && first % down.stride() == 0 && first / down.stride() < g.outHeight();
            int row = some ? first / down.stride() : g.outHeight();
            p[at + i] = Float.BYTES * (row * scratchRow(g) + g.window().width().padBefore());
        }
    }

    /**
     * Pools some planes.
     *
     * @param first the first one
     * @param parameters of the calling thread, made for these sizes
     */
    void forward(PoolGeometry g, int first, int planes, CpuBuffer x, CpuBuffer y, int[] parameters) {
        parameters[TripleCode.PLANES] = planes;
        MachineCode.call(
                forward.get(g.window().width().stride() - 1), image(g, first, planes, x), MemorySegment.NULL,
                pooled(g, first, planes, y), MemorySegment.ofArray(parameters), MemorySegment.NULL);
    }

    /**
     * The gradient of some planes.
     *
     * @param first the first one
     * @param parameters of the calling thread, made for these sizes
     * @param scratch likewise
     */
    void gradient(
            PoolGeometry g, int first, int planes, CpuBuffer x, CpuBuffer dy, CpuBuffer dx, int[] parameters, float[] scratch) {
        parameters[TripleCode.PLANES] = planes;
        MachineCode.call(
                gradient.get(g.window().width().stride() - 1), image(g, first, planes, x), pooled(g, first, planes, dy),
                image(g, first, planes, dx), MemorySegment.ofArray(parameters), MachineCode.from(scratch, BESIDE));
    }

    private static MemorySegment image(PoolGeometry g, int first, int planes, CpuBuffer buffer) {
        return planes(g.height() * g.width(), first, planes, buffer);
    }

    private static MemorySegment pooled(PoolGeometry g, int first, int planes, CpuBuffer buffer) {
        return planes(g.outHeight() * g.outWidth(), first, planes, buffer);
    }

    private static MemorySegment planes(int elements, int first, int planes, CpuBuffer buffer) {
        int at = buffer.offset() + first * elements;
        Objects.checkFromIndexSize(at, planes * elements, buffer.floats().length);
        return MachineCode.from(buffer.floats(), at);
    }
}
