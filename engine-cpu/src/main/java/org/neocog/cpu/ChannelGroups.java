package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.tensor.Shape;

/**
 * Cuts {@code N x C x inner} into groups of neighbouring channels. Small planes of a group lie side by side in each image, a
 * run of up to {@link #LANES} elements, which one loop handles, however small the planes are; a plane of more elements is a
 * group of its own. The groups depend on the shape alone.
 *
 * @param group channels of a group; the last one may have fewer
 */
record ChannelGroups(int batch, int channels, int inner, int group) {
    static final int LANES = WorkerScratch.PIECE;
    /** So many groups at least, if there are enough channels: work for many threads. */
    private static final int GROUPS = 16;
    /** Elements side by side that are worth a loop. */
    private static final int LEAST_LANES = 64;
    private static final int SMALL = 64;

    @FunctionalInterface
    interface Body {
        /** Handles channels {@code from .. to-1} of all images. */
        void run(int from, int to, int worker);
    }

    static ChannelGroups of(Shape shape) {
        int channels = shape.dim(1);
        int inner = shape.elements(2, shape.rank());
        int wanted = Math.max(Math.ceilDiv(channels, GROUPS), Math.ceilDiv(LEAST_LANES, inner));
        return new ChannelGroups(
                shape.dim(0), channels, inner, Math.min(Math.min(channels, wanted), Math.max(1, LANES / inner)));
    }

    /** Whether the planes are so small that several of them side by side are better than one at a time, element by element. */
    boolean small() {
        return inner <= SMALL;
    }

    void run(WorkerPool pool, Body body) {
        pool.run(Math.ceilDiv(channels, group), (task, worker) ->
                body.run(task * group, Math.min(channels, (task + 1) * group), worker));
    }

    /** The number of the first element of a channel in an image. */
    int at(int image, int channel) {
        return (image * channels + channel) * inner;
    }

    /** Gives each element of a run the number of its channel. */
    void spread(float[] numbers, int offset, int from, int to, float[] lanes) {
        if (inner == 1) {
            System.arraycopy(numbers, offset + from, lanes, 0, to - from);
            return;
        }
        for (int c = from; c < to; c++) {
            Arrays.fill(lanes, (c - from) * inner, (c - from + 1) * inner, numbers[offset + c]);
        }
    }
}
