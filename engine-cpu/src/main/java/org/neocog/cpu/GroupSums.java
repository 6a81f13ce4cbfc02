package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.tensor.Shape;

/**
 * Sums over channels of small planes. A task has a group of neighbouring channels, whose planes lie side by side, and adds
 * them up image by image; the lanes of each channel are added up at the end.
 */
final class GroupSums implements ChannelSums {
    private final WorkerPool pool;
    private final ChannelGroups groups;
    private final double[][] centres;
    private final double[][] first;
    private final double[][] second;

    GroupSums(WorkerPool pool, Shape shape) {
        this.pool = pool;
        this.groups = ChannelGroups.of(shape);
        // Doubles, which a workspace of floats cannot hold; 12 KiB for each worker.
        int lanes = groups.group() * groups.inner();
        this.centres = new double[pool.workers()][lanes + WorkerScratch.TAIL];
        this.first = new double[pool.workers()][lanes + WorkerScratch.TAIL];
        this.second = new double[pool.workers()][lanes + WorkerScratch.TAIL];
    }

    @Override
    public void run(Centre centre, PlaneTerms terms, Result result) {
        sum(centre, terms, result);
    }

    /** As {@link #run}, which may be given the terms of whole planes as well, but has no use for them here. */
    void sum(Centre centre, Terms terms, Result result) {
        int inner = groups.inner();
        groups.run(pool, (from, to, worker) -> {
            for (int c = from; c < to; c++) {
                Arrays.fill(centres[worker], (c - from) * inner, (c - from + 1) * inner, centre.of(c));
            }
            Arrays.fill(first[worker], 0);
            Arrays.fill(second[worker], 0);
            for (int image = 0; image < groups.batch(); image++) {
                terms.add(groups.at(image, from), centres[worker], first[worker], second[worker], (to - from) * inner);
            }
            for (int c = from; c < to; c++) {
                int lane = (c - from) * inner;
                result.put(c, ChannelSums.sum(first[worker], lane, inner), ChannelSums.sum(second[worker], lane, inner));
            }
        });
    }
}
