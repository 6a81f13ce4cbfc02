package org.neocog.cpu;

import org.neocog.graph.Dropout;
import org.neocog.random.Philox;

/** Dropout: the mask is made anew from the random state, in the forward pass as in the backward pass. */
final class DropoutKernel {
    private DropoutKernel() {}

    static CpuKernel of(WorkerPool pool, Dropout op) {
        float scale = op.scale();
        return (inputs, output, _) -> {
            CpuBuffer x = inputs.at(0);
            CpuBuffer random = inputs.at(1);
            int[] state = random.ints();
            int at = random.offset();
            float[] xs = x.floats();
            float[] ys = output.floats();
            // Stretches are whole Philox blocks: STRETCH is a multiple of 4.
            Ranges.run(pool, output.elements(), (from, to) -> {
                int[] bits = new int[4];
                for (int i = from; i < to; i++) {
                    if ((i & 3) == 0) {
                        Philox.block(state[at], state[at + 1], i >>> 2, op.stream(), state[at + 2], state[at + 3], bits);
                    }
                    boolean kept = Philox.toUniform(bits[i & 3]) >= op.rate();
                    ys[output.offset() + i] = kept ? xs[x.offset() + i] * scale : 0;
                }
            });
        };
    }
}
