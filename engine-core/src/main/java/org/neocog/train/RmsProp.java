package org.neocog.train;

import org.neocog.graph.RmsPropUpdate;
import org.neocog.graph.OptimizerUpdate;

/** RMSProp; see {@link RmsPropUpdate} for the formula and its source. */
public record RmsProp(float alpha, float epsilon) implements Optimizer {
    public RmsProp {
        new RmsPropUpdate(alpha, epsilon, 0);
    }

    @Override
    public OptimizerUpdate update(float weightDecay) {
        return new RmsPropUpdate(alpha, epsilon, weightDecay);
    }
}
