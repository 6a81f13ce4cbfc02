package org.neocog.cpu;

import java.util.Optional;
import org.neocog.graph.BatchMoments;
import org.neocog.graph.BatchNorm;
import org.neocog.graph.BatchNormSums;
import org.neocog.graph.BatchNormTraining;
import org.neocog.graph.BatchNormTrainingGrad;
import org.neocog.graph.LayerNorm;
import org.neocog.graph.LayerNormGrad;
import org.neocog.graph.LayerNormSums;
import org.neocog.graph.LocalResponseNorm;
import org.neocog.graph.LocalResponseNormGrad;
import org.neocog.graph.NormalizationOp;
import org.neocog.tensor.Shape;

/** From normalizations to their kernels. */
final class NormalizationKernels {
    private NormalizationKernels() {}

    /** @param x shape of input 0 */
    static CpuKernel of(WorkerPool pool, WorkerScratch scratch, Optional<VectorCode> code, NormalizationOp op, Shape x) {
        return switch (op) {
            case BatchMoments _ -> BatchMomentsKernel.of(pool, code, x);
            case BatchNorm b -> BatchNormForward.inference(pool, scratch, code, x, b.epsilon());
            case BatchNormSums b -> BatchNormSumsKernel.of(pool, code, x, b.epsilon());
            case BatchNormTraining b -> BatchNormForward.training(pool, scratch, code, x, b.epsilon());
            case BatchNormTrainingGrad b -> BatchNormGradKernel.of(pool, scratch, code, x, b.epsilon());
            case LayerNorm l -> LayerNormKernels.forward(pool, x, l.epsilon());
            case LayerNormGrad l -> LayerNormKernels.gradient(pool, x, l.epsilon());
            case LayerNormSums l -> new LayerNormSumsKernel(pool, x, l.epsilon());
            case LocalResponseNorm l -> ResponseNormKernels.forward(pool, l, x);
            case LocalResponseNormGrad l -> ResponseNormKernels.gradient(pool, l.norm(), x);
        };
    }
}
