package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/**
 * {@code y = (shift + factor · x)^exponent}, element by element; Caffe's {@code Power}. With exponent -0.5 and a small shift it
 * turns a variance into the factor that normalises. NaN where a negative number has no such power, as in C.
 */
public record Power(float exponent, float factor, float shift) implements ComputeOp {
    public Power {
        Check.attribute(Float.isFinite(exponent) && Float.isFinite(factor) && Float.isFinite(shift),
                "a power's exponent, factor and shift must be finite numbers");
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        return Check.floats(this, "the input", inputs.get(0));
    }

    /** {@code dx = dy · exponent · factor · (shift + factor · x)^(exponent - 1)}. */
    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        Node power = graph.add(node.name() + ".slope", new Power(exponent - 1, factor, shift), node.input(0));
        Node slope = graph.add(node.name() + ".scaled", new Scale(exponent * factor), power);
        return List.of(Optional.of(graph.add(node.name() + ".dx", new Mul(), dy, slope)));
    }

    @Override
    public List<Integer> inPlaceInputs() {
        return List.of(0);
    }
}
