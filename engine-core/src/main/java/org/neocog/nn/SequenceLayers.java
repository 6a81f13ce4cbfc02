package org.neocog.nn;

import java.util.Optional;
import org.neocog.graph.AddBias;
import org.neocog.graph.Embedding;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Lstm;
import org.neocog.graph.MatMul;
import org.neocog.graph.Node;
import org.neocog.graph.Reshape;
import org.neocog.graph.ShapeException;
import org.neocog.tensor.DType;
import org.neocog.tensor.Shape;

/**
 * Layers on sequences N × T × features. As with those of {@link NetBuilder}, names and layouts of parameters are PyTorch's, and
 * every method throws {@link ShapeException}, beginning with the layer's name, if the input does not suit the layer.
 */
public final class SequenceLayers {
    private SequenceLayers() {}

    /**
     * Whole numbers i32 of any shape, from 0 to count - 1, to the same shape × width: rows of the parameter
     * {@code name.weight} count × width. A number outside gives NaN.
     */
    public static Node embedding(NetBuilder net, String name, Node ids, int count, int width) {
        if (ids.spec().dtype() != DType.I32) {
            throw new ShapeException(name + ": an embedding takes whole numbers, but " + ids.name() + " is " + ids.spec());
        }
        int first = net.parameters().size();
        Shape table = NetBuilder.shape(name, count, width);
        Node weight = net.parameter(name + ".weight", table, new Initializer.Normal(1), true);
        return net.layer(name, "Embedding", ids, net.graph().add(name, new Embedding(), ids, weight), first);
    }

    /** A fully-connected layer along the last axis, with Xavier's initialiser for the weights and 0 for the bias. */
    public static Node tokenLinear(NetBuilder net, String name, Node x, int outputs) {
        return tokenLinear(net, name, x, outputs, ParameterInit.of(new Initializer.XavierUniform(), true));
    }

    /**
     * Anything × inputs to anything × outputs, PyTorch's {@code Linear} without flattening; parameters {@code name.weight}
     * outputs × inputs and {@code name.bias} outputs.
     */
    public static Node tokenLinear(NetBuilder net, String name, Node x, int outputs, ParameterInit init) {
        int first = net.parameters().size();
        int inputs = x.shape().dim(-1);
        Node weight = net.parameter(name + ".weight", NetBuilder.shape(name, outputs, inputs), init.weight(), true);
        Optional<Node> bias =
                init.bias().map(b -> net.parameter(name + ".bias", NetBuilder.shape(name, outputs), b, false));
        return net.layer(name, "Linear", x, product(net.graph(), name, x, weight, bias), first);
    }

    /**
     * N × T × F to the hidden states N × T × hidden of {@link Lstm}; parameters {@code name.weight_ih_l0} 4·hidden × F,
     * {@code name.weight_hh_l0} 4·hidden × hidden, {@code name.bias_ih_l0} and {@code name.bias_hh_l0} 4·hidden, the gates in
     * the order i, f, g, o.
     */
    public static Node lstm(NetBuilder net, String name, Node x, int hidden) {
        Shape sequences = sequence(name, "LSTM", x);
        if (hidden < 1 || hidden > Integer.MAX_VALUE / 4) {
            throw new ShapeException(name + ": an LSTM needs at least one cell, not " + hidden);
        }
        int first = net.parameters().size();
        int gates = 4 * hidden;
        float bound = (float) (1 / Math.sqrt(hidden));
        Initializer init = new Initializer.Uniform(-bound, bound);
        Node input = net.parameter(name + ".weight_ih_l0", NetBuilder.shape(name, gates, sequences.dim(2)), init, true);
        Node recurrent = net.parameter(name + ".weight_hh_l0", NetBuilder.shape(name, gates, hidden), init, true);
        Node inputBias = net.parameter(name + ".bias_ih_l0", Shape.of(gates), init, false);
        Node recurrentBias = net.parameter(name + ".bias_hh_l0", Shape.of(gates), init, false);
        GraphBuilder graph = net.graph();
        int steps = sequences.dim(0) * sequences.dim(1);
        Node rows = graph.add(name + ".rows", new Reshape(Shape.of(steps, sequences.dim(2))), x);
        Node sums = graph.add(name + ".matmul", new MatMul(false, true), rows, input);
        Node once = graph.add(name + ".sum", new AddBias(), sums, inputBias);
        Node twice = graph.add(name + ".sum", new AddBias(), once, recurrentBias);
        Shape all = NetBuilder.shape(name, sequences.dim(0), sequences.dim(1), gates);
        Node states = graph.add(name, new Lstm(), graph.add(name + ".gates", new Reshape(all), twice), recurrent);
        return net.layer(name, "LSTM", x, states, first);
    }

    /**
     * Self-attention with several heads, N × T × D to the same; D is divided among the heads. Parameters, as PyTorch's
     * {@code MultiheadAttention} has them: {@code name.in_proj_weight} 3D × D, {@code name.in_proj_bias} 3D,
     * {@code name.out_proj.weight} D × D and {@code name.out_proj.bias} D.
     */
    public static Node multiHeadAttention(NetBuilder net, String name, Node x, int heads) {
        return Attention.add(net, name, x, heads);
    }

    /**
     * A block of a vision transformer's encoder without dropout, N × T × D to the same (Dosovitskiy et al., "An image is worth
     * 16x16 words", 2020): {@code x += attention(norm(x))}, then {@code x += mlp(norm(x))} with {@code mlp} hidden units and
     * GELU. Parameters are torchvision's: those of the layers {@code name.ln_1}, {@code name.self_attention}, {@code name.ln_2},
     * {@code name.mlp.0} and {@code name.mlp.3}; epsilon is 1e-6.
     */
    public static Node transformerBlock(NetBuilder net, String name, Node x, int heads, int mlp) {
        return TransformerBlock.add(net, name, x, heads, mlp);
    }

    static Shape sequence(String name, String op, Node x) {
        if (x.shape().rank() != 3) {
            throw new ShapeException(name + ": " + op + " needs N x T x features, but " + x.name() + " is " + x.shape());
        }
        return x.shape();
    }

    /** {@code x · weightᵀ + bias} along the last axis. */
    static Node product(GraphBuilder graph, String name, Node x, Node weight, Optional<Node> bias) {
        int[] dims = x.shape().toArray();
        int inputs = dims[dims.length - 1];
        dims[dims.length - 1] = weight.shape().dim(0);
        Node rows = graph.add(name + ".rows", new Reshape(Shape.of(x.shape().elements() / inputs, inputs)), x);
        Node y = graph.add(name + ".matmul", new MatMul(false, true), rows, weight);
        if (bias.isPresent()) {
            y = graph.add(name + ".sum", new AddBias(), y, bias.get());
        }
        return graph.add(name, new Reshape(NetBuilder.shape(name, dims)), y);
    }
}
