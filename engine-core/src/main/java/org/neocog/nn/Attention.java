package org.neocog.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.MatMul;
import org.neocog.graph.Node;
import org.neocog.graph.Reshape;
import org.neocog.graph.Scale;
import org.neocog.graph.ShapeException;
import org.neocog.graph.Slice;
import org.neocog.graph.Softmax;
import org.neocog.graph.Transpose;
import org.neocog.tensor.Shape;

/** Self-attention with several heads (Vaswani et al., "Attention is all you need", 2017). */
final class Attention {
    private final GraphBuilder graph;
    private final String name;
    private final int batch;
    private final int tokens;
    private final int width;
    private final int heads;

    private Attention(GraphBuilder graph, String name, Shape x, int heads) {
        this.graph = graph;
        this.name = name;
        this.batch = x.dim(0);
        this.tokens = x.dim(1);
        this.width = x.dim(2);
        this.heads = heads;
    }

    static Node add(NetBuilder net, String name, Node x, int heads) {
        Shape sequences = SequenceLayers.sequence(name, "attention", x);
        int width = sequences.dim(2);
        if (heads < 1 || width % heads != 0) {
            throw new ShapeException(name + ": " + heads + " heads do not divide " + width + " features among them");
        }
        int first = net.parameters().size();
        Initializer xavier = new Initializer.XavierUniform();
        Initializer zero = new Initializer.Constant(0);
        Node weight = net.parameter(name + ".in_proj_weight", NetBuilder.shape(name, 3 * width, width), xavier, true);
        Node bias = net.parameter(name + ".in_proj_bias", Shape.of(3 * width), zero, false);
        Node outWeight = net.parameter(name + ".out_proj.weight", Shape.of(width, width), xavier, true);
        Node outBias = net.parameter(name + ".out_proj.bias", Shape.of(width), zero, false);
        Attention attention = new Attention(net.graph(), name, sequences, heads);
        Node mixed = attention.mix(x, weight, bias);
        Node y = SequenceLayers.product(net.graph(), name, mixed, outWeight, Optional.of(outBias));
        return net.layer(name, "MultiheadAttention", x, y, first);
    }

    /** {@code softmax(q · kᵀ / sqrt(d)) · v} of each head, with d features to a head; the heads side by side. */
    private Node mix(Node x, Node weight, Node bias) {
        List<Node> parts = new ArrayList<>();
        for (String part : List.of("query", "key", "value")) {
            parts.add(heads(part, x, weight, bias, parts.size() * width));
        }
        double scale = 1 / Math.sqrt(width / heads);
        Node query = graph.add(name + ".scaled", new Scale((float) scale), parts.get(0));
        Node scores = graph.add(name + ".scores", new MatMul(false, true), query, parts.get(1));
        int matrices = batch * heads;
        Node rows = graph.add(
                name + ".rows", new Reshape(NetBuilder.shape(name, matrices * tokens, tokens)), scores);
        Node shares = graph.add(
                name + ".shares",
                new Reshape(Shape.of(matrices, tokens, tokens)),
                graph.add(name + ".softmax", new Softmax(), rows));
        Node mixed = graph.add(name + ".mixed", new MatMul(false, false), shares, parts.get(2));
        Node apart = graph.add(name + ".heads", new Reshape(Shape.of(batch, heads, tokens, width / heads)), mixed);
        Node together = graph.add(name + ".tokens", new Transpose(List.of(0, 2, 1, 3)), apart);
        return graph.add(name + ".joined", new Reshape(Shape.of(batch, tokens, width)), together);
    }

    /**
     * N × T × D to N·heads × T × D/heads through some rows of the joint weights: cutting these costs less than cutting the
     * joint product.
     */
    private Node heads(String part, Node x, Node weight, Node bias, int row) {
        Node w = graph.add(name + "." + part + ".weight", new Slice(List.of(row, 0), Shape.of(width, width)), weight);
        Node b = graph.add(name + "." + part + ".bias", new Slice(List.of(row), Shape.of(width)), bias);
        Node y = SequenceLayers.product(graph, name + "." + part, x, w, Optional.of(b));
        Node apart = graph.add(y.name() + ".heads", new Reshape(Shape.of(batch, tokens, heads, width / heads)), y);
        Node turned = graph.add(y.name() + ".turned", new Transpose(List.of(0, 2, 1, 3)), apart);
        return graph.add(y.name() + ".matrices", new Reshape(Shape.of(batch * heads, tokens, width / heads)), turned);
    }
}
