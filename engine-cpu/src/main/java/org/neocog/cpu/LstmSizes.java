package org.neocog.cpu;

import org.neocog.tensor.Shape;

/** Sizes of an LSTM. Sequences do not depend on each other, so a task takes some of them through all steps. */
record LstmSizes(int batch, int steps, int hidden) {
    /** Sequences of a task: enough that a pass over the recurrent weights serves several. */
    private static final int MOST_ROWS = 32;

    static LstmSizes of(Shape sequences, int hidden) {
        return new LstmSizes(sequences.dim(0), sequences.dim(1), hidden);
    }

    int gates() {
        return 4 * hidden;
    }

    /** Sequences of a task: a quarter of the batch if that is few. */
    int rows() {
        return Math.min(MOST_ROWS, Math.ceilDiv(batch, 4));
    }

    int tasks() {
        return Math.ceilDiv(batch, rows());
    }

    @FunctionalInterface
    interface Body {
        /** Handles sequences {@code from .. to-1}. */
        void run(int from, int to);
    }

    void run(WorkerPool pool, Body body) {
        pool.run(tasks(), (task, _) -> body.run(task * rows(), Math.min(batch, (task + 1) * rows())));
    }
}
