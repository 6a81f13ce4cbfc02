package org.neocog.cpu;

import java.time.Duration;
import java.util.List;

/**
 * How many float32 operations per second the processor reaches at best, counting a fused multiply-add as two: the mark that
 * a kernel's rate is held against.
 *
 * <p>The loops keep an array in the level-1 cache and apply a few dependent multiply-adds to each element. HotSpot turns them
 * into vector instructions of the full width, and the elements are independent of each other, so that the multiply-add units
 * are the bottleneck: the rate is 97 to 99 % of that of hand-written vector code.
 *
 * @param oneWorker GFLOP/s of one thread while the others rest
 * @param allWorkers GFLOP/s of all threads of the pool together
 */
record FmaPeak(double oneWorker, double allWorkers) {
    /** 24 KiB: long enough to hide the scalar start of a loop, short enough for a level-1 cache of 32 KiB. */
    private static final int LENGTH = 6144;
    /** Multiply-adds per element and task. Half a millisecond or less: a task is over before another process interferes. */
    private static final int DEPTH = 4800;

    /**
     * A loop over the array, with its number of multiply-adds per element: many against the one load and the one store, few
     * enough for the loop to be vectorised. There are three because a call with three targets is never inlined; inlined into
     * the loop around it, this one comes out at half the rate.
     */
    private record Chain(int length, Pass pass) {}

    private interface Pass {
        void over(float[] x, float a, float b);
    }

    private static final List<Chain> CHAINS =
            List.of(new Chain(4, FmaPeak::chainOf4), new Chain(6, FmaPeak::chainOf6), new Chain(8, FmaPeak::chainOf8));

    /**
     * Measures for about as long as is said, half of it with one worker and half with all. The best of many short rounds
     * counts, since a disturbance can only lower the rate.
     */
    static FmaPeak measure(WorkerPool pool, Duration duration) {
        float[][] arrays = new float[pool.workers()][LENGTH];
        long nanos = duration.toNanos() / 2;
        double one = best(pool, 1, arrays, nanos);
        return new FmaPeak(one, pool.workers() == 1 ? one : best(pool, pool.workers(), arrays, nanos));
    }

    private static double best(WorkerPool pool, int tasks, float[][] arrays, long nanos) {
        double flops = 2.0 * DEPTH * LENGTH * tasks;
        double best = 0;
        long start = System.nanoTime();
        long now = start;
        for (int round = 0; round < CHAINS.size() || now - start < nanos; round++) {
            Chain chain = CHAINS.get(round % CHAINS.size());
            long before = System.nanoTime();
            // By task, not by worker: a round in which one worker did two tasks is slow, and so does not count.
            pool.run(tasks, (task, worker) -> passes(chain, arrays[task]));
            now = System.nanoTime();
            best = Math.max(best, flops / (now - before));
        }
        return best;
    }

    private static void passes(Chain chain, float[] x) {
        for (int pass = 0; pass < DEPTH / chain.length(); pass++) {
            // Millionths: the values stay ordinary numbers for as long as this may run.
            chain.pass().over(x, 1e-3f, 1e-3f);
        }
    }

    private static void chainOf4(float[] x, float a, float b) {
        for (int i = 0; i < x.length; i++) {
            float v = x[i];
            v = Math.fma(a, b, v);
            v = Math.fma(a, b, v);
            v = Math.fma(a, b, v);
            v = Math.fma(a, b, v);
            x[i] = v;
        }
    }

    private static void chainOf6(float[] x, float a, float b) {
        for (int i = 0; i < x.length; i++) {
            float v = x[i];
            v = Math.fma(a, b, v);
            v = Math.fma(a, b, v);
            v = Math.fma(a, b, v);
            v = Math.fma(a, b, v);
            v = Math.fma(a, b, v);
            v = Math.fma(a, b, v);
            x[i] = v;
        }
    }

    private static void chainOf8(float[] x, float a, float b) {
        for (int i = 0; i < x.length; i++) {
            float v = x[i];
            v = Math.fma(a, b, v);
            v = Math.fma(a, b, v);
            v = Math.fma(a, b, v);
            v = Math.fma(a, b, v);
            v = Math.fma(a, b, v);
            v = Math.fma(a, b, v);
            v = Math.fma(a, b, v);
            v = Math.fma(a, b, v);
            x[i] = v;
        }
    }
}
