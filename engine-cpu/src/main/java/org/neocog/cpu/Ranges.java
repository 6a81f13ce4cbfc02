package org.neocog.cpu;

/** Splits element-wise work into stretches whose borders depend on the number of elements alone. */
final class Ranges {
    /** Elements of a stretch: three such arrays fit into a level-1 cache of 32 KiB and more into level 2. */
    static final int STRETCH = 8192;
    /** Stretches that an array should have before they become longer, and how many times as long they may be. */
    private static final int LARGE = 64;
    private static final int MOST_STRETCHES = 16;

    @FunctionalInterface
    interface Body {
        /** Handles elements {@code from .. to-1}. */
        void run(int from, int to);
    }

    /** Work on a small piece in a worker's scratch arrays. */
    @FunctionalInterface
    interface Piece {
        /** Handles n elements from number {@code from} on. */
        void run(int from, int n, float[][] arrays);
    }

    /** Work on a small piece by a worker of that number. */
    @FunctionalInterface
    interface WorkersPiece {
        /** Handles n elements from number {@code from} on. */
        void run(int from, int n, int worker);
    }

    private Ranges() {}

    /**
     * Elements of a stretch of that many: arrays so large that they are in no cache anyway are cut into longer ones, since each
     * call of machine code leaves some garbage behind.
     */
    static int stretch(int elements) {
        return Math.clamp(elements / LARGE / STRETCH, 1, MOST_STRETCHES) * STRETCH;
    }

    static void run(WorkerPool pool, int elements, Body body) {
        run(pool, elements, STRETCH, body);
    }

    /** The same in stretches of {@link #stretch}. */
    static void longer(WorkerPool pool, int elements, Body body) {
        run(pool, elements, stretch(elements), body);
    }

    private static void run(WorkerPool pool, int elements, int stretch, Body body) {
        int stretches = Math.ceilDiv(elements, stretch);
        if (stretches <= 1) {
            body.run(0, elements);
            return;
        }
        pool.run(stretches, (task, _) -> {
            int from = task * stretch;
            body.run(from, Math.min(elements, from + stretch));
        });
    }

    /** Pieces that are small enough for a worker's scratch arrays of {@link WorkerScratch#PIECE} elements. */
    static void run(WorkerPool pool, WorkerScratch scratch, int elements, Piece body) {
        pieces(pool, elements, (from, n, worker) -> body.run(from, n, scratch.of(worker)));
    }

    /** Pieces of at most {@link WorkerScratch#PIECE} elements. */
    static void pieces(WorkerPool pool, int elements, WorkersPiece body) {
        pool.run(Math.ceilDiv(elements, STRETCH), (task, worker) -> {
            int end = Math.min(elements, (task + 1) * STRETCH);
            for (int from = task * STRETCH; from < end; from += WorkerScratch.PIECE) {
                body.run(from, Math.min(WorkerScratch.PIECE, end - from), worker);
            }
        });
    }
}
