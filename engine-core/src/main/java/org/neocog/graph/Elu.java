package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/**
 * {@code y = x} where x is above 0, else {@code alpha · (exp(x) - 1)}, element by element (Clevert et al. 2016).
 *
 * @param alpha at least 0, so that the output's sign is the input's and tells the gradient which way was taken
 */
public record Elu(float alpha) implements ActivationOp {
    public Elu {
        Check.attribute(alpha >= 0 && alpha <= Float.MAX_VALUE,
                "the alpha of an ELU must be a finite number of at least 0, not " + alpha);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        return Check.floats(this, "the input", inputs.get(0));
    }

    /** In terms of the output, so that the input's storage can be given up. */
    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        return List.of(Optional.of(graph.add(node.name() + ".dx", new EluGrad(alpha), node, dy)));
    }

    @Override
    public List<Integer> inPlaceInputs() {
        return List.of(0);
    }
}
