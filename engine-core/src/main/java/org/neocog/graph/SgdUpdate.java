package org.neocog.graph;

import java.util.List;

/**
 * Stochastic gradient descent with PyTorch's conventions. With {@code g' = g + weightDecay · w}: without momentum
 * {@code w -= lr · g'}; else {@code v = momentum · v + g'} and {@code w -= lr · v}, or, by Nesterov's rule,
 * {@code w -= lr · (g' + momentum · v)}.
 */
public record SgdUpdate(float momentum, boolean nesterov, float weightDecay) implements OptimizerUpdate {
    public SgdUpdate {
        Check.attribute(momentum >= 0 && momentum < 1, "a momentum must be at least 0 and below 1, not " + momentum);
        Check.attribute(!nesterov || momentum > 0, "Nesterov's rule needs a momentum above 0");
        Check.attribute(weightDecay >= 0, "a weight decay cannot be negative");
    }

    @Override
    public List<String> slotNames() {
        return momentum == 0 ? List.of() : List.of("velocity");
    }
}
