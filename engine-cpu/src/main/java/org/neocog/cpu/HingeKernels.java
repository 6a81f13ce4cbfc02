package org.neocog.cpu;

import org.neocog.tensor.Shape;

/** The multiclass SVM loss. */
final class HingeKernels {
    private HingeKernels() {}

    static CpuKernel loss(WorkerPool pool, Shape scores, float margin) {
        return new LossKernel(pool, scores, (s, so, n, label) -> {
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += j == label ? 0 : Math.max(0, s[so + j] - s[so + label] + margin);
            }
            return sum;
        });
    }

    static CpuKernel gradient(WorkerPool pool, Shape scores, float margin) {
        return new LossKernel.Gradient(pool, scores, (s, so, n, label, factor, ds, dso) -> {
            float own = s[so + label];
            int violated = 0;
            for (int j = 0; j < n; j++) {
                boolean violates = j != label && s[so + j] - own + margin > 0;
                violated += violates ? 1 : 0;
                ds[dso + j] = violates ? (float) factor : 0;
            }
            ds[dso + label] = (float) (-violated * factor);
        });
    }
}
