package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.graph.PoolGeometry;

/**
 * Pooling by windows of 2x2 side by side in machine code. Where no row is left over below the windows, all planes are one tall
 * image.
 */
final class PairKernel implements CpuKernel {
    /** Elements of the image for a task: some microseconds. */
    private static final int TASK = 2 * Ranges.STRETCH;

    private final WorkerPool pool;
    private final PairVectors vectors;
    private final PairFunction function;
    private final PoolGeometry g;
    private final int imageInput;
    private final int pooledInput;
    private final int planes;
    private final int rows;
    private final int planesPerTask;
    private final int rowsPerTask;
    private final int[][] parameters;

    private PairKernel(
            WorkerPool pool, PairVectors vectors, PairFunction function, PoolGeometry g, int imageInput, int pooledInput) {
        this.pool = pool;
        this.vectors = vectors;
        this.function = function;
        this.g = g;
        this.imageInput = imageInput;
        this.pooledInput = pooledInput;
        boolean joined = 2 * g.outHeight() == g.height();
        this.planes = joined ? 1 : g.planes();
        this.rows = joined ? g.planes() * g.outHeight() : g.outHeight();
        int unit = PairVectors.unit(g.width());
        this.rowsPerTask = Math.min(rows, Math.ceilDiv(TASK, unit * 2 * g.width()) * unit);
        this.planesPerTask = rowsPerTask < rows ? 1 : Math.max(1, TASK / (rows * 2 * g.width()));
        this.parameters = new int[pool.workers()][];
        int[] list = PairVectors.parameters(function, g.width(), g.outWidth());
        Arrays.setAll(parameters, _ -> Arrays.copyOf(list, list.length + WorkerScratch.TAIL));
    }

    static PairKernel forward(WorkerPool pool, PairVectors vectors, PairFunction function, PoolGeometry g) {
        return new PairKernel(pool, vectors, function, g, 0, 0);
    }

    /**
     * @param imageInput which input is the image, if it is read
     * @param pooledInput which input is the gradient of what was pooled
     */
    static PairKernel gradient(
            WorkerPool pool, PairVectors vectors, PairFunction function, PoolGeometry g, int imageInput, int pooledInput) {
        return new PairKernel(pool, vectors, function, g, imageInput, pooledInput);
    }

    @Override
    public String method() {
        return "AVX-512";
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        CpuBuffer image = function.readsImage() ? inputs.at(imageInput) : output;
        CpuBuffer pooled = function.gradient() ? inputs.at(pooledInput) : output;
        CpuBuffer gradient = function.gradient() ? output : image;
        int parts = Math.ceilDiv(rows, rowsPerTask);
        pool.run(parts * Math.ceilDiv(planes, planesPerTask), (task, worker) -> {
            int plane = task / parts * planesPerTask;
            int row = task % parts * rowsPerTask;
            int area = g.height() * g.width();
            PairVectors.Part part = new PairVectors.Part(
                    Math.min(planesPerTask, planes - plane), Math.min(rowsPerTask, rows - row),
                    plane * area + 2 * row * g.width(), (plane * g.outHeight() + row) * g.outWidth());
            vectors.run(
                    function, g, part, parameters[worker], image.floats(), image.offset(), pooled.floats(), pooled.offset(),
                    gradient.floats(), gradient.offset());
            if (function.gradient() && row + part.rows() == rows) {
                for (int i = plane; i < plane + part.planes(); i++) {
                    besideWindows(image, (i + 1) * area, gradient);
                }
            }
        });
    }

    /** The gradient of a plane's last row, if it is in no window. */
    private void besideWindows(CpuBuffer image, int end, CpuBuffer gradient) {
        if (2 * g.outHeight() < g.height()) {
            int first = gradient.offset() + end - g.width();
            Arrays.fill(gradient.floats(), first, first + g.width(), 0);
            if (function.slope() == PairFunction.Slope.TANH) {
                // NaN stays NaN.
                ActivationKernels.tanhGrad(
                        image.floats(), image.offset() + end - g.width(), gradient.floats(), first, gradient.floats(), first,
                        g.width());
            }
        }
    }
}
