package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/**
 * What a node computes, without how: attributes, the rule for its output's shape, and its gradient as further nodes.
 * Every operation has one output of {@code f32}.
 */
public sealed interface Op permits Source, Reshape, ComputeOp {
    /** The operation's name, as listings and error messages show it. */
    default String opName() {
        return getClass().getSimpleName();
    }

    /**
     * The output's spec for these inputs.
     *
     * @throws ShapeException if the inputs do not suit the operation; the message says what would
     */
    TensorSpec infer(List<TensorSpec> inputs);

    /**
     * Adds the nodes that compute the gradient of a scalar with respect to each input of {@code node}, given {@code dy},
     * the gradient with respect to its output. An input through which no gradient flows (labels, seeds) has an empty entry.
     *
     * @throws IllegalStateException if the operation has no gradient (updates, second derivatives)
     */
    default List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        throw new IllegalStateException(opName() + " has no gradient");
    }

    /** Multiply-adds of one evaluation, counting what the formula asks for; 0 where the operation is not a product sum. */
    default long multiplyAdds(List<TensorSpec> inputs, TensorSpec output) {
        return 0;
    }
}
