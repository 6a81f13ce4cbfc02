package org.neocog.nn;

import org.neocog.graph.BatchMoments;
import org.neocog.graph.BatchNorm;
import org.neocog.graph.BatchNormTraining;
import org.neocog.graph.DropPath;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.LayerNorm;
import org.neocog.graph.MovingAverageUpdate;
import org.neocog.graph.Node;
import org.neocog.graph.Row;
import org.neocog.graph.ShapeException;
import org.neocog.tensor.Shape;

/** Normalizations with PyTorch's defaults and names. */
final class NormLayers {
    static final float EPSILON = 1e-5f;
    /** PyTorch's momentum of 0.1 is the share of the new value. */
    private static final float DECAY = 0.9f;

    private NormLayers() {}

    static Node batchNorm(NetBuilder net, String name, Node x, float epsilon) {
        if (x.shape().rank() < 2) {
            throw new ShapeException(name + ": BatchNorm needs N x C or N x C x …, not " + x.shape());
        }
        int first = net.parameters().size();
        Shape channels = Shape.of(x.shape().dim(1));
        Node weight = net.parameter(name + ".weight", channels, new Initializer.Constant(1), false);
        Node bias = net.parameter(name + ".bias", channels, new Initializer.Constant(0), false);
        Node mean = net.buffer(name + ".running_mean", channels, new Initializer.Constant(0));
        Node variance = net.buffer(name + ".running_var", channels, new Initializer.Constant(1));
        GraphBuilder graph = net.graph();
        Node y;
        // A layer that does not learn keeps its statistics too, and uses them: it is a fixed map of its input.
        boolean fixed = net.frozen(name + ".weight") && net.frozen(name + ".bias");
        if (net.mode() == Mode.TRAINING && !fixed) {
            Node moments = graph.add(name + ".moments", new BatchMoments(), x);
            y = graph.add(name, new BatchNormTraining(epsilon), x, moments, weight, bias);
            double n = x.shape().elements() / x.shape().dim(1);
            average(net, mean, graph.add(name + ".mean", new Row(0), moments), 1);
            average(net, variance, graph.add(name + ".var", new Row(1), moments), n / (n - 1));
        } else {
            y = graph.add(name, new BatchNorm(epsilon), x, mean, variance, weight, bias);
        }
        return net.layer(name, op(x.shape().rank()), x, y, first);
    }

    static Node layerNorm(NetBuilder net, String name, Node x, float epsilon) {
        int rank = x.shape().rank();
        if (rank == 0) {
            throw new ShapeException(name + ": LayerNorm needs … x D, not a single number");
        }
        int first = net.parameters().size();
        Shape row = Shape.of(x.shape().dim(rank - 1));
        Node weight = net.parameter(name + ".weight", row, new Initializer.Constant(1), false);
        Node bias = net.parameter(name + ".bias", row, new Initializer.Constant(0), false);
        return net.layer(name, "LayerNorm", x, net.graph().add(name, new LayerNorm(epsilon), x, weight, bias), first);
    }

    static Node stochasticDepth(NetBuilder net, String name, Node x, float rate) {
        DropPath op = new DropPath(rate, net.nextStream());
        Node y = net.mode() == Mode.INFERENCE ? x : net.graph().add(name, op, x, net.random());
        return net.layer(name, "StochasticDepth", x, y, net.parameters().size());
    }

    private static void average(NetBuilder net, Node average, Node value, double factor) {
        MovingAverageUpdate op = new MovingAverageUpdate(DECAY, (float) factor);
        net.update(average.name(), net.graph().add("update/" + average.name(), op, average, value));
    }

    private static String op(int rank) {
        return "BatchNorm" + Math.max(1, rank - 2) + "d";
    }
}
