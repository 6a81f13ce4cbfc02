package org.neocog.nn;

import java.util.List;
import org.neocog.graph.AddBias;
import org.neocog.graph.Concat;
import org.neocog.graph.Fill;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.MatMul;
import org.neocog.graph.Node;
import org.neocog.graph.Reshape;
import org.neocog.graph.ShapeException;
import org.neocog.graph.Transpose;
import org.neocog.tensor.Shape;
import org.neocog.tensor.TensorSpec;

/**
 * What makes of an image a sequence of tokens, N × tokens × width, for {@link SequenceLayers}. Every method throws
 * {@link ShapeException}, beginning with the layer's name, if the input does not suit the layer.
 */
public final class TokenLayers {
    /** That of torchvision's and DeiT's places. */
    private static final Initializer PLACES = new Initializer.Normal(0.02f);

    private TokenLayers() {}

    /** Each place of the maps a token: N × C × H × W to N × H·W × C. */
    public static Node tokens(NetBuilder net, String name, Node x) {
        Shape shape = NetBuilder.spatial(name, "Tokens", x);
        int places = shape.dim(2) * shape.dim(3);
        Node flat = net.graph().add(name + ".flatten", new Reshape(Shape.of(shape.dim(0), shape.dim(1), places)), x);
        Node y = net.graph().add(name, new Transpose(List.of(0, 2, 1)), flat);
        return net.layer(name, "Tokens", x, y, net.parameters().size());
    }

    /**
     * One token more before the others, the same for every image: N × T × width to N × (T+1) × width; the parameter
     * {@code name}, 1 × 1 × width.
     */
    public static Node classToken(NetBuilder net, String name, Node x) {
        Shape shape = sequence(name, x);
        int batch = shape.dim(0);
        int width = shape.dim(2);
        int first = net.parameters().size();
        Node token = net.parameter(name, Shape.of(1, 1, width), new Initializer.Constant(0), false);
        // A product with a column of ones: a copy for each image, whose gradient is the sum over the images.
        GraphBuilder graph = net.graph();
        Node ones = graph.add(name + ".ones", new Fill(TensorSpec.f32(batch, 1), 1));
        Node row = graph.add(name + ".row", new Reshape(Shape.of(1, width)), token);
        Node copies = graph.add(name + ".copies", new MatMul(false, false), ones, row);
        Node tokens = graph.add(name + ".tokens", new Reshape(Shape.of(batch, 1, width)), copies);
        return net.layer(name, "ClassToken", x, graph.add(name + ".concat", new Concat(1), tokens, x), first);
    }

    /** Adds to each token what tells its place: N × T × width; the parameter {@code name}, 1 × T × width. */
    public static Node positionEmbedding(NetBuilder net, String name, Node x) {
        Shape shape = sequence(name, x);
        int first = net.parameters().size();
        Node places = net.parameter(name, Shape.of(1, shape.dim(1), shape.dim(2)), PLACES, false);
        // Each number of each place is a channel of its own, to which a bias is added.
        int numbers = shape.dim(1) * shape.dim(2);
        GraphBuilder graph = net.graph();
        Node rows = graph.add(name + ".rows", new Reshape(Shape.of(shape.dim(0), numbers)), x);
        Node bias = graph.add(name + ".bias", new Reshape(Shape.of(numbers)), places);
        Node sum = graph.add(name + ".add", new AddBias(), rows, bias);
        return net.layer(name, "PositionEmbedding", x, graph.add(name + ".sum", new Reshape(shape), sum), first);
    }

    private static Shape sequence(String name, Node x) {
        if (x.shape().rank() != 3) {
            throw new ShapeException(name + ": tokens are N x tokens x width, but " + x.name() + " gives " + x.shape());
        }
        return x.shape();
    }
}
