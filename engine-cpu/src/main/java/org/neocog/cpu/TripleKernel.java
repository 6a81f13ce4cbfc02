package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.graph.PoolGeometry;

/** Max pooling by windows of 3x3 in machine code, see {@link TripleVectors}; workers share the planes. */
final class TripleKernel implements CpuKernel {
    private final WorkerPool pool;
    private final TripleVectors vectors;
    private final PoolGeometry g;
    private final boolean gradient;
    private final int[][] parameters;
    private final float[][] scratch;

    private TripleKernel(WorkerPool pool, TripleVectors vectors, PoolGeometry g, boolean gradient) {
        this.pool = pool;
        this.vectors = vectors;
        this.g = g;
        this.gradient = gradient;
        int[] list = TripleVectors.parameters(g, gradient);
        this.parameters = new int[pool.workers()][];
        Arrays.setAll(parameters, _ -> list.clone());
        this.scratch = new float[gradient ? pool.workers() : 0][];
        Arrays.setAll(scratch, _ -> TripleVectors.scratch(g));
    }

    static TripleKernel forward(WorkerPool pool, TripleVectors vectors, PoolGeometry g) {
        return new TripleKernel(pool, vectors, g, false);
    }

    static TripleKernel gradient(WorkerPool pool, TripleVectors vectors, PoolGeometry g) {
        return new TripleKernel(pool, vectors, g, true);
    }

    @Override
    public String method() {
        return "AVX-512";
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        CpuBuffer x = inputs.at(0);
        Spans.run(pool, g.planes(), g.height() * g.width(), (from, to, worker) -> {
            if (gradient) {
                vectors.gradient(g, from, to - from, x, inputs.at(1), output, parameters[worker], scratch[worker]);
            } else {
                vectors.forward(g, from, to - from, x, output, parameters[worker]);
            }
        });
    }
}
