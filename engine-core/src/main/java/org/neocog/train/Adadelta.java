package org.neocog.train;

import org.neocog.graph.AdadeltaUpdate;
import org.neocog.graph.OptimizerUpdate;

/** Adadelta; see {@link AdadeltaUpdate} for the formula and its source. */
public record Adadelta(float rho, float epsilon) implements Optimizer {
    public Adadelta {
        new AdadeltaUpdate(rho, epsilon, 0);
    }

    @Override
    public OptimizerUpdate update(float weightDecay) {
        return new AdadeltaUpdate(rho, epsilon, weightDecay);
    }
}
