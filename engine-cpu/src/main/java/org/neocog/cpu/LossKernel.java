package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.tensor.Shape;

/**
 * The mean over the batch of a loss of scores and label. Each row's loss is worked out on its own, then the rows are added
 * up in order in double precision. A label that is no class makes its row NaN.
 */
final class LossKernel implements CpuKernel {
    @FunctionalInterface
    interface RowLoss {
        double of(float[] scores, int offset, int classes, int label);
    }

    private final WorkerPool pool;
    private final int batch;
    private final int classes;
    private final RowLoss loss;

    LossKernel(WorkerPool pool, Shape scores, RowLoss loss) {
        this.pool = pool;
        this.batch = scores.dim(0);
        this.classes = scores.dim(1);
        this.loss = loss;
    }

    @Override
    public long workspaceBytes() {
        return (long) Float.BYTES * batch;
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        CpuBuffer scores = inputs.at(0);
        CpuBuffer labels = inputs.at(1);
        float[] losses = workspace.floats();
        Rows.run(pool, batch, classes, row -> {
            int label = labels.ints()[labels.offset() + row];
            boolean known = label >= 0 && label < classes;
            losses[workspace.offset() + row] = known
                    ? (float) loss.of(scores.floats(), scores.offset() + row * classes, classes, label)
                    : Float.NaN;
        });
        double sum = 0;
        for (int row = 0; row < batch; row++) {
            sum += losses[workspace.offset() + row];
        }
        output.floats()[output.offset()] = (float) (sum / batch);
    }

    /** The gradient with respect to the scores, row by row. */
    record Gradient(WorkerPool pool, Shape shape, RowGradient gradient) implements CpuKernel {
        @FunctionalInterface
        interface RowGradient {
            /** Writes {@code factor} times the row's gradient; target and scores may be the same elements. */
            void write(float[] scores, int offset, int classes, int label, double factor, float[] target, int to);
        }

        @Override
        public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
            CpuBuffer scores = inputs.at(0);
            CpuBuffer labels = inputs.at(1);
            int classes = shape.dim(1);
            double factor = (double) inputs.at(2).scalar() / shape.dim(0);
            float[] target = output.floats();
            Rows.run(pool, shape.dim(0), classes, row -> {
                int label = labels.ints()[labels.offset() + row];
                int to = output.offset() + row * classes;
                if (label >= 0 && label < classes) {
                    gradient.write(scores.floats(), scores.offset() + row * classes, classes, label, factor, target, to);
                } else {
                    Arrays.fill(target, to, to + classes, Float.NaN);
                }
            });
        }
    }
}
