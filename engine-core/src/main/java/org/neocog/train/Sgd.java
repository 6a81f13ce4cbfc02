package org.neocog.train;

import org.neocog.graph.SgdUpdate;
import org.neocog.graph.OptimizerUpdate;

/**
 * Stochastic gradient descent, plain, with momentum, or by Nesterov's rule; see {@link SgdUpdate} for the formula.
 *
 * @param momentum at least 0 and below 1; 0 is plain descent
 * @param nesterov needs a momentum above 0
 */
public record Sgd(float momentum, boolean nesterov) implements Optimizer {
    public Sgd {
        new SgdUpdate(momentum, nesterov, 0);
    }

    @Override
    public OptimizerUpdate update(float weightDecay) {
        return new SgdUpdate(momentum, nesterov, weightDecay);
    }
}
