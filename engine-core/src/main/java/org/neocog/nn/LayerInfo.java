package org.neocog.nn;

import java.util.List;
import org.neocog.graph.Node;

/**
 * One layer of a network as it stands in a graph.
 *
 * @param name the layer's name: {@code conv1}
 * @param op what it is, in PyTorch's terms: {@code Conv2d}, {@code Linear}, {@code ReLU}, {@code MaxPool2d}…
 * @param input the node it reads
 * @param output the node it gives; the input itself where the layer does nothing (dropout at inference)
 * @param parameters its parameters, weight before bias
 */
public record LayerInfo(String name, String op, Node input, Node output, List<Parameter> parameters) {
    public LayerInfo {
        parameters = List.copyOf(parameters);
    }
}
