package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/** {@code y[n,c,…] = x[n,c,…] + b[c]}: a bias for each channel of {@code N x C} or {@code N x C x …}. */
public record AddBias() implements ComputeOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        TensorSpec x = Check.floats(this, "the input", inputs.get(0));
        if (x.shape().rank() < 2) {
            throw new ShapeException("AddBias: the input must have the layout N x C or N x C x …, not " + x.shape());
        }
        Check.same(this, "the bias", TensorSpec.f32(x.shape().dim(1)), inputs.get(1));
        return x;
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        return List.of(Optional.of(dy), Optional.of(graph.add(node.name() + ".db", new ChannelSum(), dy)));
    }

    @Override
    public List<Integer> inPlaceInputs() {
        return List.of(0);
    }
}
