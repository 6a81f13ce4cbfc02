package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.tensor.Shape;

/**
 * Two sums over each channel of {@code N x C x inner}, in double precision. A task has a group of neighbouring channels and
 * adds their planes up image by image: an element goes to the lane of its place in the run (in the piece, where the plane is
 * longer than there are lanes), which vectorises, and the lanes of each channel are added up in a fixed order at the end.
 */
final class ChannelSums {
    /** Adds terms of n elements, the first of them number {@code at} of the tensor, to the lanes of the two sums. */
    @FunctionalInterface
    interface Terms {
        /** @param centres the numbers of the elements' channels that {@link Centre} gave */
        void add(int at, double[] centres, double[] first, double[] second, int n);
    }

    /** A number that the terms of a channel need. */
    @FunctionalInterface
    interface Centre {
        double of(int channel);
    }

    /** Takes a channel's sums. */
    @FunctionalInterface
    interface Result {
        void put(int channel, double first, double second);
    }

    private final WorkerPool pool;
    private final ChannelGroups groups;
    private final int inner;
    /** Lanes of a channel. */
    private final int lanes;
    private final double[][] centres;
    private final double[][] first;
    private final double[][] second;

    ChannelSums(WorkerPool pool, Shape shape) {
        this.pool = pool;
        this.groups = ChannelGroups.of(shape);
        this.inner = groups.inner();
        // Pieces of about the same length: a short one costs nearly as much as a long one.
        this.lanes = Math.ceilDiv(inner, Math.ceilDiv(inner, ChannelGroups.LANES));
        // Doubles, which a workspace of floats cannot hold; at most 12 KiB for each worker.
        this.centres = new double[pool.workers()][groups.group() * lanes];
        this.first = new double[pool.workers()][groups.group() * lanes];
        this.second = new double[pool.workers()][groups.group() * lanes];
    }

    void run(Centre centre, Terms terms, Result result) {
        groups.run(pool, (from, to, worker) -> {
            for (int c = from; c < to; c++) {
                int lane = (c - from) * lanes;
                Arrays.fill(centres[worker], lane, lane + lanes, centre.of(c));
            }
            Arrays.fill(first[worker], 0);
            Arrays.fill(second[worker], 0);
            add(terms, from, to, centres[worker], first[worker], second[worker]);
            for (int c = from; c < to; c++) {
                int lane = (c - from) * lanes;
                result.put(c, sum(first[worker], lane, lanes), sum(second[worker], lane, lanes));
            }
        });
    }

    private void add(Terms terms, int from, int to, double[] centres, double[] first, double[] second) {
        int run = (to - from) * inner;
        int piece = inner > lanes ? lanes : run;
        for (int image = 0; image < groups.batch(); image++) {
            int at = groups.at(image, from);
            for (int i = 0; i < run; i += piece) {
                terms.add(at + i, centres, first, second, Math.min(piece, run - i));
            }
        }
    }

    /** Four sums at a time, as an addition takes as long as four do side by side. */
    private static double sum(double[] values, int from, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int i = from;
        for (; i < from + n - 3; i += 4) {
            a += values[i];
            b += values[i + 1];
            c += values[i + 2];
            d += values[i + 3];
        }
        for (; i < from + n; i++) {
            a += values[i];
        }
        return (a + b) + (c + d);
    }
}
