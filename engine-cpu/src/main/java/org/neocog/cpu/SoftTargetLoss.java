package org.neocog.cpu;

/** Cross-entropy with a distribution for each row as the target: each row on its own, then the rows added up in order. */
record SoftTargetLoss(WorkerPool pool, int batch, int classes) implements CpuKernel {
    @Override
    public long workspaceBytes() {
        return (long) Float.BYTES * batch;
    }

    @Override
    public void launch(Inputs inputs, CpuBuffer output, CpuBuffer workspace) {
        CpuBuffer scores = inputs.at(0);
        CpuBuffer targets = inputs.at(1);
        float[] losses = workspace.floats();
        Rows.run(pool, batch, classes, row -> losses[workspace.offset() + row] = (float) rowLoss(
                scores.floats(), scores.offset() + row * classes, targets.floats(), targets.offset() + row * classes, classes));
        double sum = 0;
        for (int row = 0; row < batch; row++) {
            sum += losses[workspace.offset() + row];
        }
        output.floats()[output.offset()] = (float) (sum / batch);
    }

    /** Σ t · (log Σ exp(s - largest) + largest - s): both terms are at least 0, so nothing cancels. */
    private static double rowLoss(float[] s, int so, float[] t, int to, int n) {
        float largest = Rows.largest(s, so, n);
        double log = Math.log(Rows.sumExp(s, so, n, largest));
        double loss = 0;
        for (int j = 0; j < n; j++) {
            double below = t[to + j] == 0 ? 0 : (double) largest - s[so + j];
            loss += t[to + j] * (log + below);
        }
        return loss;
    }

    /** Inputs: the scores, the targets, the loss's gradient. The output may be the same elements as scores or targets. */
    static CpuKernel gradient(WorkerPool pool, int batch, int classes) {
        return (inputs, output, _) -> {
            CpuBuffer scores = inputs.at(0);
            CpuBuffer targets = inputs.at(1);
            double factor = (double) inputs.at(2).scalar() / batch;
            Rows.run(pool, batch, classes, row -> rowGradient(
                    factor, scores.floats(), scores.offset() + row * classes,
                    targets.floats(), targets.offset() + row * classes,
                    output.floats(), output.offset() + row * classes, classes));
        };
    }

    private static void rowGradient(double factor, float[] s, int so, float[] t, int to, float[] ds, int dso, int n) {
        float largest = Rows.largest(s, so, n);
        double sum = Rows.sumExp(s, so, n, largest);
        double total = 0;
        for (int j = 0; j < n; j++) {
            total += t[to + j];
        }
        double share = total / sum;
        for (int j = 0; j < n; j++) {
            ds[dso + j] = (float) (factor * (Math.exp(s[so + j] - largest) * share - t[to + j]));
        }
    }
}
