package org.neocog.cpu;

/** Splits element-wise work into stretches whose borders depend on the number of elements alone. */
final class Ranges {
    /** Elements of a stretch: three such arrays fit into a level-1 cache of 32 KiB and more into level 2. */
    static final int STRETCH = 8192;

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

    static void run(WorkerPool pool, int elements, Body body) {
        int stretches = (elements + STRETCH - 1) / STRETCH;
        if (stretches <= 1) {
            body.run(0, elements);
            return;
        }
        pool.run(stretches, (task, _) -> {
            int from = task * STRETCH;
            body.run(from, Math.min(elements, from + STRETCH));
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
