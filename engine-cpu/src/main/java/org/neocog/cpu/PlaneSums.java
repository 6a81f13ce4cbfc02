package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.tensor.Shape;

/**
 * Sums over channels of planes that are worth a sum each. The tasks are planes in the order of the memory, which is read twice
 * as fast in this order as channel by channel; then the planes' sums of each channel are added up.
 */
final class PlaneSums implements ChannelSums {
    /** Elements of a plane beside which adding up the lanes costs little. */
    static final int LEAST = 512;
    private static final int LANES = 128;

    private final WorkerPool pool;
    private final int batch;
    private final int channels;
    private final int inner;
    private final int lanes;
    private final double[][] first;
    private final double[][] second;
    private final double[] planesFirst;
    private final double[] planesSecond;

    PlaneSums(WorkerPool pool, Shape shape) {
        this.pool = pool;
        this.batch = shape.dim(0);
        this.channels = shape.dim(1);
        this.inner = shape.elements(2, shape.rank());
        // Pieces of about the same length: a short one costs nearly as much as a long one.
        this.lanes = Math.ceilDiv(inner, Math.ceilDiv(inner, LANES));
        // Doubles, which a workspace of floats cannot hold; at most a hundredth of the tensor's bytes.
        this.first = new double[pool.workers()][lanes + WorkerScratch.TAIL];
        this.second = new double[pool.workers()][lanes + WorkerScratch.TAIL];
        this.planesFirst = new double[batch * channels];
        this.planesSecond = new double[batch * channels];
    }

    @Override
    public void run(Centre centre, PlaneTerms terms, Result result) {
        int planes = batch * channels;
        int perTask = Math.max(1, Ranges.STRETCH / inner);
        pool.run(Math.ceilDiv(planes, perTask), (task, worker) -> {
            int end = Math.min(planes, (task + 1) * perTask);
            for (int plane = task * perTask; plane < end; plane++) {
                add(centre.of(plane % channels), terms, plane, worker);
            }
        });
        for (int c = 0; c < channels; c++) {
            double sum = 0;
            double other = 0;
            for (int plane = c; plane < planes; plane += channels) {
                sum += planesFirst[plane];
                other += planesSecond[plane];
            }
            result.put(c, sum, other);
        }
    }

    private void add(double centre, PlaneTerms terms, int plane, int worker) {
        double[] one = first[worker];
        double[] other = second[worker];
        Arrays.fill(one, 0);
        Arrays.fill(other, 0);
        terms.add(plane * inner, inner, centre, one, other, lanes);
        planesFirst[plane] = ChannelSums.sum(one, 0, lanes);
        planesSecond[plane] = ChannelSums.sum(other, 0, lanes);
    }
}
