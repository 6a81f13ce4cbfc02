package org.neocog.graph;

import org.neocog.tensor.TensorSpec;

/** What stays from step to step: a weight, a bias, an optimizer's slot, a history. Only an {@link UpdateOp} changes it. */
public record Variable(String name, TensorSpec spec) implements Source {}
