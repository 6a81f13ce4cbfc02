package org.neocog.graph;

import java.util.List;

/**
 * Adadelta (Zeiler 2012) with PyTorch's conventions. With {@code g' = g + weightDecay · w}:
 * {@code s = ρ·s + (1-ρ)·g'²}, {@code d = √(u + ε) / √(s + ε) · g'}, {@code u = ρ·u + (1-ρ)·d²}, {@code w -= lr · d}.
 */
public record AdadeltaUpdate(float rho, float epsilon, float weightDecay) implements OptimizerUpdate {
    public AdadeltaUpdate {
        Check.attribute(rho >= 0 && rho < 1, "rho must be at least 0 and below 1, not " + rho);
        Check.attribute(epsilon > 0 && weightDecay >= 0, "epsilon must be above 0 and weight decay at least 0");
    }

    @Override
    public List<String> slotNames() {
        return List.of("square", "delta");
    }
}
