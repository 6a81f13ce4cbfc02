package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/** {@code y[n,j] = 1} where j is label n, else 0. Input {@code i32[N]}, output {@code N x classes}; a label that is no class gives NaN. */
public record OneHot(int classes) implements ComputeOp {
    public OneHot {
        Check.attribute(classes >= 1, "there must be at least one class, not " + classes);
    }

    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 1);
        int batch = inputs.get(0).elements();
        Check.same(this, "the labels", TensorSpec.i32(batch), inputs.get(0));
        return TensorSpec.f32(batch, classes);
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        return List.of(Optional.empty());
    }
}
