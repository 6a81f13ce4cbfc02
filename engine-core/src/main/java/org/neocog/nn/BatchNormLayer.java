package org.neocog.nn;

import org.neocog.graph.BatchMoments;
import org.neocog.graph.BatchNorm;
import org.neocog.graph.BatchNormTraining;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.MovingAverageUpdate;
import org.neocog.graph.Node;
import org.neocog.graph.Row;
import org.neocog.graph.ShapeException;
import org.neocog.tensor.Shape;

/** Batch normalisation with PyTorch's defaults, names and running statistics. */
final class BatchNormLayer {
    static final float EPSILON = 1e-5f;
    /** PyTorch's momentum of 0.1 is the share of the new value. */
    private static final float DECAY = 0.9f;

    private BatchNormLayer() {}

    static Node add(NetBuilder net, String name, Node x, float epsilon) {
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
        if (net.mode() == Mode.TRAINING) {
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

    private static void average(NetBuilder net, Node average, Node value, double factor) {
        MovingAverageUpdate op = new MovingAverageUpdate(DECAY, (float) factor);
        net.update(average.name(), net.graph().add("update/" + average.name(), op, average, value));
    }

    private static String op(int rank) {
        return "BatchNorm" + Math.max(1, rank - 2) + "d";
    }
}
