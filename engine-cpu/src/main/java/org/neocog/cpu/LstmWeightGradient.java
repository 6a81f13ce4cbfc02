package org.neocog.cpu;

import java.util.Arrays;

/**
 * The gradient of an LSTM's recurrent weights, in bands of rows. A band is the sum of one product for each sequence or for each
 * step, whichever are fewer.
 */
record LstmWeightGradient(WorkerPool pool, Gemm gemm, LstmSizes s) implements CpuKernel {
    private static final int BANDS = 8;
    private static final int GRAIN = 64;

    @Override
    public String method() {
        return gemm.name();
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        int band = Math.max(GRAIN, Math.ceilDiv(s.gates(), BANDS));
        pool.run(Math.ceilDiv(s.gates(), band), (task, _) ->
                band(inputs.at(0), inputs.at(1), output, task * band, Math.min(s.gates(), (task + 1) * band)));
    }

    private void band(CpuBuffer h, CpuBuffer dgates, CpuBuffer dw, int first, int end) {
        int width = s.hidden();
        int to = dw.offset() + first * width;
        Arrays.fill(dw.floats(), to, dw.offset() + end * width, 0);
        int later = s.steps() - 1;
        boolean bySequence = s.batch() <= later;
        int products = bySequence ? s.batch() : later;
        int inner = bySequence ? later : s.batch();
        int jump = bySequence ? 1 : s.steps();
        for (int i = 0; i < products; i++) {
            int row = bySequence ? i * s.steps() : i;
            gemm.sgemm(true, false, end - first, width, inner, 1,
                    dgates.floats(), dgates.offset() + (row + 1) * s.gates() + first, jump * s.gates(),
                    h.floats(), h.offset() + row * width, jump * width, 1,
                    dw.floats(), to, width);
        }
    }
}
