package org.neocog.cpu;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.Axis;
import org.neocog.graph.Conv2dGeometry;
import org.neocog.graph.Remainder;
import org.neocog.graph.Window;

/**
 * How the input gradient of a convolution with strides is cut: for each pair of phases of rows and columns a convolution of
 * stride 1 of its own, with some images side by side.
 *
 * @param geometry the convolution with strides
 * @param images images side by side
 * @param taskChannels channels of the input that one task computes, in all phases
 */
record PhasedTiles(Conv2dGeometry geometry, int images, int taskChannels) {
    /** Products of so many columns waste little of the library's register tiles of 48. */
    private static final int WIDE = 784;
    /** Positions of a phase up to which scratch memory stays small. */
    private static final int LARGEST_MAP = 1 << 14;
    /** Elements of all phases' matrices together, 4 MiB; a single image may have twice as many. */
    private static final int MOST_ELEMENTS = 1 << 20;
    /** Elements of a worker's products, which should stay in a level-2 cache. */
    private static final int PRODUCT_ELEMENTS = 1 << 17;
    /** Multiply-adds of a block, for whose sake workers wait for each other. */
    private static final long LEAST_WORK = 1 << 24;
    private static final int LEAST_CHANNELS = 32;
    private static final int MOST_CHANNELS = 128;
    private static final int LEAST_TASKS = 4;

    /**
     * One pair of phases.
     *
     * @param down phase of the rows
     * @param across phase of the columns
     * @param tapsBefore taps of the pairs before it
     */
    record Pair(StridePhase down, StridePhase across, int tapsBefore) {
        int taps() {
            return down.taps() * across.taps();
        }

        int positions() {
            return down.count() * across.count();
        }

        /** Whether it has as many elements as the output, so that a tap is an output map moved. */
        boolean keepsSize(Conv2dGeometry g) {
            return down.count() == g.outHeight() && across.count() == g.outWidth();
        }

        /** The convolution of stride 1 that makes the pair's elements, images apart. */
        Conv2dGeometry over(Conv2dGeometry g) {
            return new Conv2dGeometry(
                    g.batch(), g.filters(), 1, g.outHeight(), g.outWidth(), g.channels(), 1, down.count(), across.count(), 1,
                    new Window(down.axis(), across.axis(), Remainder.DROP));
        }
    }

    /** Whether a convolution's input gradient can be computed so. */
    static boolean possible(Conv2dGeometry g) {
        Axis down = g.window().height();
        Axis across = g.window().width();
        return g.groups() == 1 && g.window().depth().isEmpty() && StridePhase.suits(down, g.height())
                && StridePhase.suits(across, g.width());
    }

    /** Whether it also pays: there are strides, and neither too much scratch memory nor too little work between two waits. */
    static boolean suits(Conv2dGeometry g) {
        return possible(g) && g.window().height().stride() * g.window().width().stride() > 1 && largest(g) <= LARGEST_MAP
                && (long) g.filters() * g.window().area() * largest(g) <= 2 * MOST_ELEMENTS
                && of(g).multiplyAdds() >= LEAST_WORK;
    }

    static PhasedTiles of(Conv2dGeometry g) {
        int positions = largest(g);
        long affordable = MOST_ELEMENTS / ((long) g.filters() * g.window().area() * positions);
        int images = Math.clamp(Math.min(affordable, WIDE / positions), 1, g.batch());
        int blocks = Math.ceilDiv(g.batch(), images);
        // An even number, which two workers share fairly.
        images = Math.ceilDiv(g.batch(), blocks == 1 ? 1 : Math.ceilDiv(blocks, 2) * 2);
        int phases = g.window().height().stride() * g.window().width().stride();
        int fitting = Math.clamp(PRODUCT_ELEMENTS / (phases * images * positions), LEAST_CHANNELS, MOST_CHANNELS);
        int tasks = Math.max(Math.ceilDiv(g.channels(), fitting), Math.min(LEAST_TASKS, g.channels() / LEAST_CHANNELS));
        int channels = Math.ceilDiv(Math.ceilDiv(g.channels(), Math.max(1, tasks)), 8) * 8;
        return new PhasedTiles(g, images, channels);
    }

    /** Positions of the largest pair of phases, the first. */
    private static int largest(Conv2dGeometry g) {
        return Math.ceilDiv(g.height(), g.window().height().stride()) * Math.ceilDiv(g.width(), g.window().width().stride());
    }

    private long multiplyAdds() {
        return (long) geometry.w().elements() * images * geometry.positions();
    }

    List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        Axis down = geometry.window().height();
        Axis across = geometry.window().width();
        int taps = 0;
        for (int r = 0; r < down.stride(); r++) {
            for (int s = 0; s < across.stride(); s++) {
                Pair pair = new Pair(
                        StridePhase.of(down, geometry.height(), r), StridePhase.of(across, geometry.width(), s), taps);
                taps += pair.taps();
                pairs.add(pair);
            }
        }
        return List.copyOf(pairs);
    }

    int blocks() {
        return Math.ceilDiv(geometry.batch(), images);
    }

    int images(int block) {
        return Math.min(images, geometry.batch() - block * images);
    }

    int tasks() {
        return Math.ceilDiv(geometry.channels(), taskChannels);
    }

    /** Elements of all pairs' filters, up to a whole cache line. */
    int filterElements() {
        return CacheLines.whole(geometry.filters() * geometry.filterElements());
    }

    /** Elements from one row of a matrix to the next, at most, in each pair of phases. */
    int rowElements() {
        return CacheLines.odd(images * largest(geometry));
    }

    /** Elements of all pairs' matrices. */
    int matrixElements() {
        return CacheLines.whole(Math.multiplyExact(geometry.filters() * geometry.window().area(), rowElements()));
    }

    /** Elements of one filter's output maps side by side. */
    int mapsElements() {
        return CacheLines.whole(images * geometry.positions());
    }

    /** Elements of one pair's product of a task. */
    int productElements() {
        return CacheLines.whole(Math.multiplyExact(taskChannels, rowElements()));
    }
}
