package org.neocog.cli;

import java.util.Arrays;

/**
 * How long steps took.
 *
 * @param nanos of each step, in increasing order
 * @param totalNanos from the start of the first to the end of the last
 */
record Timings(long[] nanos, long totalNanos) {
    private static final long WARM_UP_NANOS = 2_000_000_000L;
    private static final int WARM_UP_STEPS = 20;

    /** Warms up, then times steps for about as long as is said, one at least. */
    static Timings measure(BenchStep step, double seconds) {
        warmUp(step);
        long[] nanos = new long[1024];
        int steps = 0;
        long start = System.nanoTime();
        long before = start;
        do {
            step.run();
            long now = System.nanoTime();
            if (steps == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * steps);
            }
            nanos[steps++] = now - before;
            before = now;
        } while (before - start < seconds * 1e9);
        nanos = Arrays.copyOf(nanos, steps);
        Arrays.sort(nanos);
        return new Timings(nanos, before - start);
    }

    private static void warmUp(BenchStep step) {
        long start = System.nanoTime();
        for (int i = 0; i < WARM_UP_STEPS || System.nanoTime() - start < WARM_UP_NANOS; i++) {
            step.run();
        }
    }

    int steps() {
        return nanos.length;
    }

    double seconds() {
        return totalNanos / 1e9;
    }

    double stepsPerSecond() {
        return steps() / seconds();
    }

    /** Milliseconds that this share of the steps did not exceed: 0.5 gives the median. */
    double millis(double share) {
        return nanos[(int) Math.round(share * (nanos.length - 1))] / 1e6;
    }
}
