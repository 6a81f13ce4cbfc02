package org.neocog.graph;

import org.neocog.tensor.TensorSpec;

/** What is fed anew for a step: images, labels, the learning rate, the step count, the random state. */
public record Input(String name, TensorSpec spec) implements Source {}
