package org.neocog.cpu;

import org.neocog.tensor.Shape;

/** Splits element-wise work on {@code N x C x inner} into rows of one channel, or, where inner is 1, of all channels. */
final class ChannelRows {
    @FunctionalInterface
    interface Row {
        /** @param channel of the row's n elements (of the first, where inner is 1); the first is number {@code at} */
        void run(int channel, int at, int n);
    }

    /** A row in the hands of a worker of that number. */
    @FunctionalInterface
    interface WorkersRow {
        void run(int channel, int at, int n, int worker);
    }

    private ChannelRows() {}

    static void run(WorkerPool pool, Shape shape, Row row) {
        run(pool, shape, (channel, at, n, _) -> row.run(channel, at, n));
    }

    static void run(WorkerPool pool, Shape shape, WorkersRow row) {
        int channels = shape.dim(1);
        int inner = shape.elements(2, shape.rank());
        int length = inner == 1 ? channels : inner;
        int rows = inner == 1 ? shape.dim(0) : shape.dim(0) * channels;
        int perTask = Math.max(1, Ranges.STRETCH / length);
        pool.run(Math.ceilDiv(rows, perTask), (task, worker) -> {
            int end = Math.min(rows, (task + 1) * perTask);
            for (int i = task * perTask; i < end; i++) {
                row.run(inner == 1 ? 0 : i % channels, i * length, length, worker);
            }
        });
    }
}
