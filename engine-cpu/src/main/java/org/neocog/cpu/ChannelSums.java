package org.neocog.cpu;

import org.neocog.tensor.Shape;

/**
 * Two sums over each channel of {@code N x C x inner}, in double precision. An element's terms go to a lane, which vectorises,
 * and lanes are added up in a fixed order, so that the sums do not depend on the number of threads.
 */
sealed interface ChannelSums permits GroupSums, PlaneSums {
    /** Adds elements' terms to lanes. */
    @FunctionalInterface
    interface Terms {
        /**
         * Adds the terms of n neighbours, the first of them number {@code at} of the tensor, to the first n lanes of the two sums.
         *
         * @param centres the numbers of the elements' channels that {@link Centre} gave
         */
        void add(int at, double[] centres, double[] first, double[] second, int n);
    }

    /** Those of a whole plane, too. */
    interface PlaneTerms extends Terms {
        /**
         * Adds the terms of {@code count} neighbours of one channel, each run of n to the n lanes. That the centre is one number
         * saves as many reads as there are elements, and a loop around the runs as many calls.
         */
        void add(int at, int count, double centre, double[] first, double[] second, int n);
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

    /** One of the ways to get the sums of some terms, which is chosen when a kernel is made. */
    @FunctionalInterface
    interface Way {
        /** @param dy may be x where the terms are those of one tensor */
        void run(CpuBuffer x, CpuBuffer dy, Centre centre, Result result);
    }

    static ChannelSums of(WorkerPool pool, Shape shape) {
        return shape.elements(2, shape.rank()) < PlaneSums.LEAST ? new GroupSums(pool, shape) : new PlaneSums(pool, shape);
    }

    void run(Centre centre, PlaneTerms terms, Result result);

    /** The sum of lanes: eight sums at a time, as one addition takes as long as eight do side by side. */
    static double sum(double[] lanes, int from, int n) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        double e = 0;
        double f = 0;
        double g = 0;
        double h = 0;
        int i = from;
        for (; i < from + n - 7; i += 8) {
            a += lanes[i];
            b += lanes[i + 1];
            c += lanes[i + 2];
            d += lanes[i + 3];
            e += lanes[i + 4];
            f += lanes[i + 5];
            g += lanes[i + 6];
            h += lanes[i + 7];
        }
        for (; i < from + n; i++) {
            a += lanes[i];
        }
        return ((a + b) + (c + d)) + ((e + f) + (g + h));
    }
}
