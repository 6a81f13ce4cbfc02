package org.neocog.graph;

import java.util.List;

/**
 * Adam (Kingma and Ba 2015): {@code m = β₁·m + (1-β₁)·g'}, {@code v = β₂·v + (1-β₂)·g'²},
 * {@code w -= lr · (m / (1-β₁ᵗ)) / (√(v / (1-β₂ᵗ)) + epsilon)} with {@code g' = g + weightDecay · w}; if the decay is
 * {@code decoupled} (AdamW, Loshchilov and Hutter 2019) {@code g' = g} and first {@code w -= lr · weightDecay · w}.
 * t is the step count, from 1.
 */
public record AdamUpdate(float beta1, float beta2, float epsilon, float weightDecay, boolean decoupled)
        implements OptimizerUpdate {
    public AdamUpdate {
        Check.attribute(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1, "a beta must be at least 0 and below 1");
        Check.attribute(epsilon >= 0 && weightDecay >= 0, "epsilon and weight decay cannot be negative");
    }

    @Override
    public List<String> slotNames() {
        return List.of("mean", "square");
    }
}
