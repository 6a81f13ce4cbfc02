package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.graph.DropPath;
import org.neocog.random.Philox;
import org.neocog.tensor.Shape;

/** Stochastic depth: which examples stay is worked out anew from the random state, forward and backward. */
final class DropPathKernel {
    private DropPathKernel() {}

    static CpuKernel of(WorkerPool pool, DropPath op, Shape shape) {
        int example = shape.elements(1, shape.rank());
        float scale = op.scale();
        return (inputs, output, _) -> {
            CpuBuffer x = inputs.at(0);
            CpuBuffer random = inputs.at(1);
            int[] state = random.ints();
            int at = random.offset();
            Ranges.run(pool, output.elements(), (from, to) -> {
                int[] bits = new int[4];
                int end;
                for (int i = from; i < to; i = end) {
                    int n = i / example;
                    end = Math.min(to, (n + 1) * example);
                    Philox.block(state[at], state[at + 1], n >>> 2, op.stream(), state[at + 2], state[at + 3], bits);
                    if (Philox.toUniform(bits[n & 3]) >= op.rate()) {
                        ElementwiseKernels.scale(
                                scale, x.floats(), x.offset() + i, output.floats(), output.offset() + i, end - i);
                    } else {
                        Arrays.fill(output.floats(), output.offset() + i, output.offset() + end, 0);
                    }
                }
            });
        };
    }
}
