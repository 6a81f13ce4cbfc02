package org.neocog.cpu;

/** Splits work over the rows of {@code N x classes} among the workers. */
final class Rows {
    @FunctionalInterface
    interface Body {
        void run(int row);
    }

    private Rows() {}

    static void run(WorkerPool pool, int rows, int length, Body body) {
        int perTask = Math.max(1, Ranges.STRETCH / 8 / length);
        int tasks = Math.ceilDiv(rows, perTask);
        if (tasks == 1) {
            each(0, rows, body);
            return;
        }
        pool.run(tasks, (task, _) -> each(task * perTask, Math.min(rows, (task + 1) * perTask), body));
    }

    private static void each(int from, int to, Body body) {
        for (int row = from; row < to; row++) {
            body.run(row);
        }
    }

    static float largest(float[] x, int xo, int n) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int j = 0; j < n; j++) {
            largest = Math.max(largest, x[xo + j]);
        }
        return largest;
    }

    /** Σ exp(x - largest) in double precision; the largest element contributes exactly 1. */
    static double sumExp(float[] x, int xo, int n, float largest) {
        double sum = 0;
        for (int j = 0; j < n; j++) {
            sum += Math.exp(x[xo + j] - largest);
        }
        return sum;
    }

    static double sum(float[] x, int xo, int n) {
        double sum = 0;
        for (int j = 0; j < n; j++) {
            sum += x[xo + j];
        }
        return sum;
    }
}
