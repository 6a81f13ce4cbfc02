package org.neocog.graph;

import java.util.List;
import java.util.Optional;
import org.neocog.tensor.TensorSpec;

/**
 * Long short-term memory (Hochreiter and Schmidhuber 1997, with Gers's forget gate), PyTorch's formulas and order of gates. At
 * step t, from hidden state h and cell state c that are 0 before the first,
 * {@code (i, f, g, o) = gates[n,t] + weight · h}, {@code c = σ(f)·c + σ(i)·tanh(g)}, {@code h = σ(o)·tanh(c)}.
 *
 * <p>Inputs {@code gates: N x T x 4H}, what the layer's input and its biases give to the gates of every step, and
 * {@code weight: 4H x H}; output the hidden states {@code N x T x H}. It is one operation over all steps because the products of
 * all steps' inputs can then be one, and the gradient of the weights, too. The gradient finds the cell states again rather than
 * having them remembered.
 */
public record Lstm() implements LstmOp {
    @Override
    public TensorSpec infer(List<TensorSpec> inputs) {
        Check.inputs(this, inputs, 2);
        return LstmOp.hidden(this, inputs);
    }

    @Override
    public List<Optional<Node>> gradient(GraphBuilder graph, Node node, Node dy) {
        Node gates = graph.add(node.name() + ".dgates", new LstmGrad(), node.input(0), node.input(1), node, dy);
        Node weight = graph.add(node.name() + ".dweight", new LstmWeightGrad(), node, gates);
        return List.of(Optional.of(gates), Optional.of(weight));
    }

    @Override
    public long multiplyAdds(List<TensorSpec> inputs, TensorSpec output) {
        return 4L * output.elements() * output.shape().dim(2);
    }
}
