package org.neocog.train;

import org.neocog.graph.RmsPropUpdate;
import org.neocog.graph.UpdateOp;

/** RMSProp; see {@link RmsPropUpdate} for the formula and its source. */
public record RmsProp(float alpha, float epsilon) implements Optimizer {
    public RmsProp {
        new RmsPropUpdate(alpha, epsilon, 0);
    }

    @Override
    public UpdateOp update(float weightDecay) {
        return new RmsPropUpdate(alpha, epsilon, weightDecay);
    }
}
