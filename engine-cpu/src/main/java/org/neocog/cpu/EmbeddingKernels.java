package org.neocog.cpu;

import java.util.Arrays;
import java.util.List;
import org.neocog.graph.Embedding;
import org.neocog.graph.EmbeddingGrad;
import org.neocog.graph.EmbeddingOp;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** Rows of a table by their numbers. */
final class EmbeddingKernels {
    /** Into so many parts at most a table is cut for its gradient; each looks at all ids, which must cost less than the sums. */
    private static final int MOST_PARTS = 32;

    private EmbeddingKernels() {}

    static CpuKernel of(WorkerPool pool, EmbeddingOp op, List<TensorSpec> inputs, Shape output) {
        int ids = inputs.get(0).elements();
        return switch (op) {
            case Embedding _ -> forward(pool, ids, inputs.get(1).shape());
            case EmbeddingGrad _ -> gradient(pool, ids, output);
        };
    }

    private static CpuKernel forward(WorkerPool pool, int ids, Shape table) {
        int width = table.dim(1);
        return (inputs, output, _) -> {
            CpuBuffer id = inputs.at(0);
            CpuBuffer rows = inputs.at(1);
            Rows.run(pool, ids, width, i -> {
                int row = id.ints()[id.offset() + i];
                int to = output.offset() + i * width;
                if (row >= 0 && row < table.dim(0)) {
                    System.arraycopy(rows.floats(), rows.offset() + row * width, output.floats(), to, width);
                } else {
                    Arrays.fill(output.floats(), to, to + width, Float.NaN);
                }
            });
        };
    }

    /** Each part of the table goes over the ids in their order and adds up what falls to it: no two tasks share a row. */
    private static CpuKernel gradient(WorkerPool pool, int ids, Shape table) {
        int count = table.dim(0);
        int width = table.dim(1);
        long parts = Math.clamp((long) Math.max(ids, count) * width / Ranges.STRETCH, 1, MOST_PARTS);
        int perTask = (int) Math.ceilDiv(count, parts);
        return (inputs, output, _) -> {
            CpuBuffer id = inputs.at(0);
            CpuBuffer dy = inputs.at(1);
            pool.run(Math.ceilDiv(count, perTask), (task, _) -> {
                int first = task * perTask;
                int end = Math.min(count, first + perTask);
                Arrays.fill(output.floats(), output.offset() + first * width, output.offset() + end * width, 0);
                for (int i = 0; i < ids; i++) {
                    int row = id.ints()[id.offset() + i];
                    if (row >= first && row < end) {
                        add(dy.floats(), dy.offset() + i * width, output.floats(), output.offset() + row * width, width);
                    }
                }
            });
        };
    }

    private static void add(float[] x, int xo, float[] sum, int so, int n) {
        for (int i = 0; i < n; i++) {
            sum[so + i] += x[xo + i];
        }
    }
}
