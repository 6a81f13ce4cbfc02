package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.cpu.SmallGemm.Matrix;

/** The hidden states of an LSTM, step by step. The workspace has a row of gates and one of cells for each sequence. */
record LstmForward(WorkerPool pool, RowProducts products, LstmSizes s) implements CpuKernel {
    @Override
    public long workspaceBytes() {
        return (long) Float.BYTES * s.batch() * (s.gates() + s.hidden());
    }

    @Override
    public String method() {
        return products.method(s.rows(), s.gates(), s.hidden());
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        s.run(pool, (from, to) -> sequences(inputs.at(0), inputs.at(1), output, workspace, from, to));
    }

    private void sequences(CpuBuffer gates, CpuBuffer weight, CpuBuffer y, CpuBuffer workspace, int from, int to) {
        int width = s.hidden();
        int recurrent = workspace.offset();
        int cells = recurrent + s.batch() * s.gates();
        Arrays.fill(workspace.floats(), recurrent + from * s.gates(), recurrent + to * s.gates(), 0);
        Arrays.fill(workspace.floats(), cells + from * width, cells + to * width, 0);
        for (int t = 0; t < s.steps(); t++) {
            if (t > 0) {
                products.multiply(
                        to - from, s.gates(), width,
                        new Matrix(y.floats(), y.offset() + (from * s.steps() + t - 1) * width, s.steps() * width, 0),
                        new Matrix(weight.floats(), weight.offset(), width, 0), false,
                        new Matrix(workspace.floats(), recurrent + from * s.gates(), s.gates(), 0));
            }
            for (int n = from; n < to; n++) {
                int at = n * s.steps() + t;
                step(gates.floats(), gates.offset() + at * s.gates(), workspace.floats(), recurrent + n * s.gates(),
                        workspace.floats(), cells + n * width, y.floats(), y.offset() + at * width, width);
            }
        }
    }

    private static void step(
            float[] gates, int go, float[] recurrent, int ro, float[] cells, int co, float[] y, int yo, int width) {
        for (int j = 0; j < width; j++) {
            double in = VectorMath.sigmoid(gates[go + j] + recurrent[ro + j]);
            double forget = VectorMath.sigmoid(gates[go + width + j] + recurrent[ro + width + j]);
            double change = VectorMath.tanh(gates[go + 2 * width + j] + recurrent[ro + 2 * width + j]);
            double out = VectorMath.sigmoid(gates[go + 3 * width + j] + recurrent[ro + 3 * width + j]);
            float cell = (float) (forget * cells[co + j] + in * change);
            cells[co + j] = cell;
            y[yo + j] = (float) (out * VectorMath.tanh(cell));
        }
    }
}
