package org.neocog.graph;

import java.util.List;

/**
 * RMSProp (Tieleman and Hinton 2012) with PyTorch's conventions. With {@code g' = g + weightDecay · w}:
 * {@code s = alpha · s + (1 - alpha) · g'²}, {@code w -= lr · g' / (√s + epsilon)}.
 */
public record RmsPropUpdate(float alpha, float epsilon, float weightDecay) implements OptimizerUpdate {
    public RmsPropUpdate {
        Check.attribute(alpha >= 0 && alpha < 1, "alpha must be at least 0 and below 1, not " + alpha);
        Check.attribute(epsilon >= 0 && weightDecay >= 0, "epsilon and weight decay cannot be negative");
    }

    @Override
    public List<String> slotNames() {
        return List.of("square");
    }
}
