package org.neocog.nn;

import org.neocog.graph.Node;
import org.neocog.tensor.Shape;

/**
 * A tensor that a network remembers between steps and that no optimizer changes, such as a running mean. Checkpoints hold it
 * beside the parameters.
 *
 * @param name as in checkpoints: {@code bn1.running_mean}
 * @param shape of the tensor
 * @param initializer gives the numbers it begins with
 * @param node the graph's variable
 */
public record Buffer(String name, Shape shape, Initializer initializer, Node node) {}
