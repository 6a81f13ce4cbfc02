package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.tensor.Shape;

/**
 * Two sums over each channel of {@code N x C x inner}, in double precision. A task has a group of neighbouring channels, so
 * that small planes are read in long runs too, and adds them up image by image: element i of a plane goes to lane i mod 256,
 * which vectorises, and the lanes are added up in order at the end. The groups depend on the shape alone.
 */
final class ChannelSums {
    private static final int LANES = 256;
    /** So many groups of channels at least, if there are enough channels: work for many threads. */
    private static final int GROUPS = 16;
    /** Numbers side by side that are worth a loop. */
    private static final int LEAST_LANES = 32;

    /** Adds terms of n elements, the first of them number {@code at} of the tensor, to lanes of the two sums. */
    @FunctionalInterface
    interface Terms {
        /**
         * @param channel of all elements, or, where {@code inner} is 1, of the first, the next having the next channels
         */
        void add(int channel, int at, double[] first, double[] second, int lane, int n);
    }

    /** Takes a channel's sums. */
    @FunctionalInterface
    interface Result {
        void put(int channel, double first, double second);
    }

    private final WorkerPool pool;
    private final int batch;
    private final int channels;
    private final int inner;
    private final int lanes;
    private final int group;
    private final double[][] first;
    private final double[][] second;

    ChannelSums(WorkerPool pool, Shape shape) {
        this.pool = pool;
        this.batch = shape.dim(0);
        this.channels = shape.dim(1);
        this.inner = shape.elements(2, shape.rank());
        this.lanes = Math.min(inner, LANES);
        this.group = Math.min(
                LANES / lanes, Math.max(Math.ceilDiv(channels, GROUPS), Math.ceilDiv(LEAST_LANES, lanes)));
        // Doubles, which a workspace of floats cannot hold; 4 KiB for each worker.
        this.first = new double[pool.workers()][group * lanes];
        this.second = new double[pool.workers()][group * lanes];
    }

    void run(Terms terms, Result result) {
        pool.run(Math.ceilDiv(channels, group), (task, worker) -> {
            int from = task * group;
            int to = Math.min(channels, from + group);
            Arrays.fill(first[worker], 0);
            Arrays.fill(second[worker], 0);
            for (int n = 0; n < batch; n++) {
                if (inner == 1) {
                    terms.add(from, n * channels + from, first[worker], second[worker], 0, to - from);
                } else {
                    addPlanes(terms, n, from, to, first[worker], second[worker]);
                }
            }
            for (int c = from; c < to; c++) {
                int lane = (c - from) * lanes;
                result.put(c, sum(first[worker], lane, lanes), sum(second[worker], lane, lanes));
            }
        });
    }

    private void addPlanes(Terms terms, int image, int from, int to, double[] first, double[] second) {
        for (int c = from; c < to; c++) {
            int plane = (image * channels + c) * inner;
            for (int i = 0; i < inner; i += lanes) {
                terms.add(c, plane + i, first, second, (c - from) * lanes, Math.min(lanes, inner - i));
            }
        }
    }

    private static double sum(double[] values, int from, int n) {
        double sum = 0;
        for (int i = from; i < from + n; i++) {
            sum += values[i];
        }
        return sum;
    }
}
