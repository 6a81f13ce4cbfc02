package org.neocog.cuda;

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
import org.neocog.graph.Row;
import org.neocog.tensor.Shape;

/** From normalizations to what the GPU does for them. */
final class NormalizationPrograms {
    private NormalizationPrograms() {}

    /** @param x shape of input 0 */
    static Program of(NormalizationOp op, Shape x) {
        return switch (op) {
            case BatchMoments _ -> BatchNormPrograms.moments(x);
            case BatchNorm b -> BatchNormPrograms.inference(x, b.epsilon());
            case BatchNormSums b -> BatchNormPrograms.sums(x, b.epsilon());
            case BatchNormTraining b -> BatchNormPrograms.training(x, b.epsilon());
            case BatchNormTrainingGrad b -> BatchNormPrograms.trainingGrad(x, b.epsilon());
            case LayerNorm l -> LayerNormPrograms.forward(x, l.epsilon());
            case LayerNormGrad l -> LayerNormPrograms.gradient(x, l.epsilon());
            case LayerNormSums l -> LayerNormPrograms.sums(x, l.epsilon());
            case LocalResponseNorm l -> ResponseNormPrograms.forward(l, x);
            case LocalResponseNormGrad l -> ResponseNormPrograms.gradient(l.norm(), x);
            case Row row -> BatchNormPrograms.row(x, row.index());
        };
    }
}
