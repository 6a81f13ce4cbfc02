package org.neocog.cpu;

import org.neocog.tensor.Shape;

/** Splits element-wise work on {@code N x C x inner} into rows of one channel, or, where inner is 1, of all channels. */
final class ChannelRows {
    @FunctionalInterface
    interface Row {
        /** @param channel of the row's n elements (of the first, where inner is 1); the first is number {@code at} */
        void run(int channel, int at, int n);
    }

    private ChannelRows() {}

    static void run(WorkerPool pool, Shape shape, Row row) {
        int channels = shape.dim(1);
        int inner = shape.elements(2, shape.rank());
        int length = inner == 1 ? channels : inner;
        int rows = inner == 1 ? shape.dim(0) : shape.dim(0) * channels;
        int perTask = Math.max(1, Ranges.STRETCH / length);
        pool.run(Math.ceilDiv(rows, perTask), (task, _) -> {
            int end = Math.min(rows, (task + 1) * perTask);
            for (int i = task * perTask; i < end; i++) {
                row.run(inner == 1 ? 0 : i % channels, i * length, length);
            }
        });
    }
}
