package org.neocog.cpu;

import java.util.Arrays;
import org.neocog.cpu.SmallGemm.Matrix;

/**
 * The gradient of an LSTM's gates. First the gates and cells of all steps again, for which the hidden states are at hand; then
 * from the last step back. The workspace has the gates, the cells, and for each sequence a row of what comes back from the
 * next step: by the hidden state, and by the cell.
 */
record LstmBackward(WorkerPool pool, RowProducts products, LstmSizes s) implements CpuKernel {
    /** Multiply-adds of one call of the product, which holds off the JVM's safepoints. */
    private static final long CALL_WORK = 64_000_000;

    @Override
    public long workspaceBytes() {
        return (long) Float.BYTES * s.batch() * (s.steps() * (long) (s.gates() + s.hidden()) + 2L * s.hidden());
    }

    @Override
    public String method() {
        return products.gemm().name();
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        float[] scratch = workspace.floats();
        int gates = workspace.offset();
        int cells = gates + s.batch() * s.steps() * s.gates();
        int byHidden = cells + s.batch() * s.steps() * s.hidden();
        int byCell = byHidden + s.batch() * s.hidden();
        s.run(pool, (from, to) -> {
            for (int n = from; n < to; n++) {
                recompute(inputs, n, scratch, gates, cells);
            }
            Arrays.fill(scratch, byHidden + from * s.hidden(), byHidden + to * s.hidden(), 0);
            Arrays.fill(scratch, byCell + from * s.hidden(), byCell + to * s.hidden(), 0);
            for (int t = s.steps() - 1; t >= 0; t--) {
                back(inputs, output, t, from, to, scratch, gates, cells, byHidden, byCell);
            }
        });
    }

    /** Gates and cells of a sequence: the products of all its steps at once, then step by step. */
    private void recompute(Inputs inputs, int n, float[] scratch, int gates, int cells) {
        CpuBuffer given = inputs.at(0);
        CpuBuffer weight = inputs.at(1);
        CpuBuffer h = inputs.at(2);
        int width = s.hidden();
        int row = n * s.steps();
        int perCall = Math.clamp(CALL_WORK / ((long) s.gates() * width), 1, s.steps());
        Arrays.fill(scratch, gates + row * s.gates(), gates + (row + 1) * s.gates(), 0);
        for (int t = 1; t < s.steps(); t += perCall) {
            products.multiply(
                    Math.min(perCall, s.steps() - t), s.gates(), width,
                    new Matrix(h.floats(), h.offset() + (row + t - 1) * width, width, 0),
                    new Matrix(weight.floats(), weight.offset(), width, 0), false,
                    new Matrix(scratch, gates + (row + t) * s.gates(), s.gates(), 0));
        }
        for (int t = 0; t < s.steps(); t++) {
            activate(given.floats(), given.offset() + (row + t) * s.gates(), scratch, gates + (row + t) * s.gates(),
                    cells + (row + t) * width, t > 0 ? width : 0, width);
        }
    }

    /** @param before how far back in the scratch the cells of the step before are; 0 at the first step */
    private static void activate(float[] given, int go, float[] scratch, int gates, int cells, int before, int width) {
        for (int j = 0; j < width; j++) {
            double in = VectorMath.sigmoid(given[go + j] + scratch[gates + j]);
            double forget = VectorMath.sigmoid(given[go + width + j] + scratch[gates + width + j]);
            double change = VectorMath.tanh(given[go + 2 * width + j] + scratch[gates + 2 * width + j]);
            double out = VectorMath.sigmoid(given[go + 3 * width + j] + scratch[gates + 3 * width + j]);
            float cell = before == 0 ? 0 : scratch[cells - before + j];
            scratch[cells + j] = (float) (forget * cell + in * change);
            scratch[gates + j] = (float) in;
            scratch[gates + width + j] = (float) forget;
            scratch[gates + 2 * width + j] = (float) change;
            scratch[gates + 3 * width + j] = (float) out;
        }
    }

    private void back(
            Inputs inputs, CpuBuffer dgates, int t, int from, int to, float[] scratch, int gates, int cells, int byHidden,
            int byCell) {
        CpuBuffer weight = inputs.at(1);
        CpuBuffer dh = inputs.at(3);
        int width = s.hidden();
        for (int n = from; n < to; n++) {
            int at = n * s.steps() + t;
            step(scratch, gates + at * s.gates(), cells + at * width, t > 0 ? width : 0, byHidden + n * width,
                    byCell + n * width, dh.floats(), dh.offset() + at * width, dgates.floats(),
                    dgates.offset() + at * s.gates(), width);
        }
        if (t > 0) {
            products.gemm().sgemm(false, false, to - from, width, s.gates(), 1,
                    dgates.floats(), dgates.offset() + (from * s.steps() + t) * s.gates(), s.steps() * s.gates(),
                    weight.floats(), weight.offset(), width, 0,
                    scratch, byHidden + from * width, width);
        }
    }

    private static void step(
            float[] scratch, int gates, int cells, int before, int byHidden, int byCell, float[] dh, int dho, float[] dgates,
            int dgo, int width) {
        for (int j = 0; j < width; j++) {
            float in = scratch[gates + j];
            float forget = scratch[gates + width + j];
            float change = scratch[gates + 2 * width + j];
            float out = scratch[gates + 3 * width + j];
            float state = before == 0 ? 0 : scratch[cells - before + j];
            float squashed = (float) VectorMath.tanh(scratch[cells + j]);
            float hidden = dh[dho + j] + scratch[byHidden + j];
            float cell = scratch[byCell + j] + hidden * out * (1 - squashed * squashed);
            dgates[dgo + j] = cell * change * in * (1 - in);
            dgates[dgo + width + j] = cell * state * forget * (1 - forget);
            dgates[dgo + 2 * width + j] = cell * in * (1 - change * change);
            dgates[dgo + 3 * width + j] = hidden * squashed * out * (1 - out);
            scratch[byCell + j] = cell * forget;
        }
    }
}
