package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.tensor.Shape;

/**
 * Two sums over each channel of {@code N x C x inner}, in double precision and machine code: first those of each plane, in the
 * order of the memory, then these of each channel, in the order of the images.
 */
final class VectorSums implements ChannelSums.Way {
    /** Elements of a plane beside which adding up its partial sums costs little. */
    private static final int LEAST = 24;
    /** Those that a call, which holds off the JVM's safepoints, can have. */
    private static final int MOST = 1 << 20;

    /** So many planes' sums are added up by one worker, and so many channels are a task for one of several. */
    private static final int PLANES = 4096;
    private static final int CHANNELS = 64;

    private final WorkerPool pool;
    private final SumVectors vectors;
    private final SumFunction function;
    private final int channels;
    private final int inner;
    private final int planes;
    private final int perTask;
    private final int[][] parameters;
    private final double[] centres;
    private final double[] sums;
    private final double[] totals;

    VectorSums(WorkerPool pool, SumVectors vectors, SumFunction function, Shape shape) {
        this.pool = pool;
        this.vectors = vectors;
        this.function = function;
        this.channels = shape.dim(1);
        this.inner = shape.elements(2, shape.rank());
        this.planes = shape.dim(0) * channels;
        this.perTask = Math.max(1, 2 * Ranges.stretch(planes * inner) / inner);
        this.parameters = new int[pool.workers()][];
        int[] list = SumVectors.parameters(inner, channels);
        Arrays.setAll(parameters, _ -> Arrays.copyOf(list, list.length + WorkerScratch.TAIL));
        // Doubles, which a workspace of floats cannot hold.
        this.centres = new double[channels];
        this.sums = new double[2 * planes];
        this.totals = new double[2 * channels];
    }

    static boolean suits(Shape shape) {
        int inner = shape.elements(2, shape.rank());
        return inner >= LEAST && inner <= MOST;
    }

    @Override
    public void run(CpuBuffer x, CpuBuffer dy, ChannelSums.Centre centre, ChannelSums.Result result) {
        Arrays.setAll(centres, centre::of);
        pool.run(Math.ceilDiv(planes, perTask), (task, worker) -> {
            int first = task * perTask;
            vectors.run(
                    function, inner, first, Math.min(perTask, planes - first), x.floats(), x.offset(), dy.floats(), dy.offset(),
                    centres, sums, parameters[worker]);
        });
        if (planes <= PLANES) {
            total(0, channels, result);
        } else {
            pool.run(Math.ceilDiv(channels, CHANNELS), (task, _) ->
                    total(task * CHANNELS, Math.min(channels, (task + 1) * CHANNELS), result));
        }
    }

    /** Adds up the planes' sums of channels {@code from .. to-1}. */
    private void total(int from, int to, ChannelSums.Result result) {
        Arrays.fill(totals, 2 * from, 2 * to, 0);
        for (int first = 0; first < sums.length; first += totals.length) {
            for (int i = 2 * from; i < 2 * to; i++) {
                totals[i] += sums[first + i];
            }
        }
        for (int c = from; c < to; c++) {
            result.put(c, totals[2 * c], totals[2 * c + 1]);
        }
    }
}
