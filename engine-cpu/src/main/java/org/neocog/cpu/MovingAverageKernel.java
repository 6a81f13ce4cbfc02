package org.neocog.cpu;

import org.neocog.graph.MovingAverageUpdate;

/** A moving average, in place. Inputs: average (which is the output), value. */
final class MovingAverageKernel {
    private MovingAverageKernel() {}

    static CpuKernel of(WorkerPool pool, MovingAverageUpdate op) {
        float decay = op.decay();
        float share = op.share();
        return (inputs, average, _) -> {
            CpuBuffer value = inputs.at(1);
            float[] averages = average.floats();
            float[] values = value.floats();
            Ranges.run(pool, average.elements(), (from, to) -> update(
                    averages, average.offset() + from, values, value.offset() + from, decay, share, to - from));
        };
    }

    private static void update(float[] average, int ao, float[] value, int vo, float decay, float share, int n) {
        for (int i = 0; i < n; i++) {
            average[ao + i] = decay * average[ao + i] + share * value[vo + i];
        }
    }
}
