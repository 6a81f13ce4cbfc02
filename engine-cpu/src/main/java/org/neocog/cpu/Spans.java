package org.neocog.cpu;

/** Splits work over equal pieces (rows, planes) into spans of about {@link Ranges#STRETCH} elements. */
final class Spans {
    /** Work that needs scratch memory. */
    @FunctionalInterface
    interface Body {
        /** Handles pieces {@code from .. to-1} as a worker of that number. */
        void run(int from, int to, int worker);
    }

    private Spans() {}

    /**
     * @param pieces how many there are
     * @param size elements of a piece
     * @param body handles pieces {@code from .. to-1}
     */
    static void run(WorkerPool pool, int pieces, int size, Ranges.Body body) {
        int span = Math.max(1, Ranges.STRETCH / size);
        if (pieces <= span) {
            body.run(0, pieces);
            return;
        }
        pool.run(Math.ceilDiv(pieces, span), (task, _) -> {
            int from = task * span;
            body.run(from, Math.min(pieces, from + span));
        });
    }

    /** The same with the number of the worker. */
    static void run(WorkerPool pool, int pieces, int size, Body body) {
        int span = Math.max(1, Ranges.STRETCH / size);
        pool.run(Math.ceilDiv(pieces, span), (task, worker) -> {
            int from = task * span;
            body.run(from, Math.min(pieces, from + span), worker);
        });
    }
}
