package org.neocog.cpu;

import org.neocog.graph.BatchMoments;
import org.neocog.graph.BatchNorm;
import org.neocog.graph.BatchNormSums;
import org.neocog.graph.BatchNormTraining;
import org.neocog.graph.BatchNormTrainingGrad;
import org.neocog.graph.NormalizationOp;
import org.neocog.graph.Row;
import org.neocog.tensor.Shape;

/** From normalizations to their kernels. */
final class NormalizationKernels {
    private NormalizationKernels() {}

    /** @param x shape of input 0 */
    static CpuKernel of(WorkerPool pool, NormalizationOp op, Shape x) {
        return switch (op) {
            case BatchMoments _ -> BatchMomentsKernel.of(pool, x);
            case BatchNorm b -> BatchNormKernels.inference(pool, x, b.epsilon());
            case BatchNormSums b -> BatchNormSumsKernel.of(pool, x, b.epsilon());
            case BatchNormTraining b -> BatchNormKernels.training(pool, x, b.epsilon());
            case BatchNormTrainingGrad b -> new BatchNormKernels.TrainingGrad(pool, x, b.epsilon());
            case Row row -> (inputs, output, _) -> System.arraycopy(
                    inputs.at(0).floats(), inputs.at(0).offset() + row.index() * output.elements(),
                    output.floats(), output.offset(), output.elements());
        };
    }
}
