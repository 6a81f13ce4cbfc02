package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/** The same elements under another shape. Costs nothing: the planner lets both share storage, no device sees it. */
public record Reshape(Shape shape) implements Op {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        TensorSpec x = inputs.get(0);
        if (x.elements() != shape.elements()) {
            throw new ShapeException("Reshape: " + x.shape() + " has " + x.elements() + " elements, " + shape + " has "
                    + shape.elements());
        }
        return new TensorSpec(shape, x.dtype());
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        return List.of(Optional.of(graph.add(node.name() + ".dx", new Reshape(node.input(0).shape()), dy)));
    }
}
