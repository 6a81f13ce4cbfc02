package org.neocog.nn;

import org.neocog.graph.Node;
import org.neocog.tensor.Shape;

/**
 * A tensor of numbers that training finds.
 *
 * @param name as in checkpoints: {@code conv1.weight}
 * @param shape PyTorch's layout: filters × channels/groups × height × width, or outputs × inputs
 * @param initializer gives the numbers it begins with
 * @param decay whether weight decay applies to it (weights yes, biases no)
 * @param node the graph's variable
 */
public record Parameter(String name, Shape shape, Initializer initializer, boolean decay, Node node) {}
