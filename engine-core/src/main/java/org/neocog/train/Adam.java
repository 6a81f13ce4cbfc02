package org.neocog.train;

import org.neocog.graph.AdamUpdate;
import org.neocog.graph.OptimizerUpdate;

/**
 * Adam; see {@link AdamUpdate} for the formula and its source.
 *
 * @param decoupled whether weight decay acts on the weights themselves (AdamW) and not through the gradient
 */
public record Adam(float beta1, float beta2, float epsilon, boolean decoupled) implements Optimizer {
    public Adam {
        new AdamUpdate(beta1, beta2, epsilon, 0, decoupled);
    }

    @Override
    public OptimizerUpdate update(float weightDecay) {
        return new AdamUpdate(beta1, beta2, epsilon, weightDecay, decoupled);
    }
}
