package org.neocog.nn;

import java.util.List;
import org.neocog.graph.AdaptiveAvgPool2d;
import org.neocog.graph.Add;
import org.neocog.graph.AddBias;
import org.neocog.graph.AvgPool2d;
import org.neocog.graph.Axis;
import org.neocog.graph.Concat;
import org.neocog.graph.Dropout;
import org.neocog.graph.Elu;
import org.neocog.graph.Gelu;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.LeakyRelu;
import org.neocog.graph.LogSoftmax;
import org.neocog.graph.LocalResponseNorm;
import org.neocog.graph.MatMul;
import org.neocog.graph.MaxPool2d;
import org.neocog.graph.NearestUnpool;
import org.neocog.graph.Node;
import org.neocog.graph.Pad;
import org.neocog.graph.PadMode;
import org.neocog.graph.Relu;
import org.neocog.graph.Remainder;
import org.neocog.graph.Reshape;
import org.neocog.graph.ShapeException;
import org.neocog.graph.Sigmoid;
import org.neocog.graph.Softplus;
import org.neocog.graph.Tanh;
import org.neocog.graph.Window;
import org.neocog.tensor.Shape;

/**
 * Adds layers to a graph and keeps account of their parameters; {@link TokenLayers} and {@link SequenceLayers} add those that
 * work on sequences. Names and layouts of parameters are PyTorch's, so that weights can be exchanged. Every method throws
 * {@link ShapeException}, beginning with the layer's name, if the input does not suit the layer. Not for use by several
 * threads at once.
 */
public final class NetBuilder extends NetAccount {
    public NetBuilder(GraphBuilder graph, Mode mode) {
        this(graph, mode, ParameterUse.plain());
    }

    public NetBuilder(GraphBuilder graph, Mode mode, ParameterUse use) {
        super(graph, mode, use);
    }

    /** A convolution with {@link ParameterInit#he}. */
    public Node conv2d(String name, Node x, int filters, Window window, int groups, boolean bias) {
        return conv2d(name, x, filters, window, groups, ParameterInit.he(bias));
    }

    /**
     * N × C × H × W to N × filters × P × Q; parameters {@code name.weight} filters × C/groups × R × S and
     * {@code name.bias} filters.
     */
    public Node conv2d(String name, Node x, int filters, Window window, int groups, ParameterInit init) {
        return new ConvolutionLayer(this, name, x, filters, groups, init).conv2d(window);
    }

    /**
     * N × C × L to N × filters × Q; parameters {@code name.weight} filters × C/groups × R and {@code name.bias} filters.
     * What whole steps leave over is an error, as if the window said {@link org.neocog.graph.Remainder#FORBID}.
     */
    public Node conv1d(String name, Node x, int filters, Axis axis, int groups, ParameterInit init) {
        return conv1d(name, x, filters, axis, Remainder.FORBID, groups, init);
    }

    /** N × C × L to N × filters × Q, with a rule for what whole steps leave over. */
    public Node conv1d(
            String name, Node x, int filters, Axis axis, Remainder remainder, int groups, ParameterInit init) {
        return new ConvolutionLayer(this, name, x, filters, groups, init).conv1d(axis, remainder);
    }

    /**
     * N × C × D × H × W to N × filters × O × P × Q, by a window with a depth; parameters {@code name.weight} filters ×
     * C/groups × U × R × S and {@code name.bias} filters.
     */
    public Node conv3d(String name, Node x, int filters, Window window, int groups, ParameterInit init) {
        return new ConvolutionLayer(this, name, x, filters, groups, init).conv3d(window);
    }

    /**
     * The transpose of a convolution: N × C × L to N × filters × ((L-1)·stride + extent - padding + outputPadding);
     * parameters {@code name.weight} C × filters/groups × R and {@code name.bias} filters. PyTorch's
     * {@code ConvTranspose1d}.
     *
     * @param outputPadding elements at the end that no window need reach, below the stride or the dilation
     */
    public Node convTranspose1d(
            String name, Node x, int filters, Axis axis, int outputPadding, int groups, ParameterInit init) {
        return new ConvolutionLayer(this, name, x, filters, groups, init).convTranspose1d(axis, outputPadding);
    }

    /**
     * The transpose of a convolution: N × C × H × W to N × filters × P × Q with P = (H-1)·stride + extent - padding +
     * outputPaddingHeight and Q likewise; parameters {@code name.weight} C × filters/groups × R × S and {@code name.bias}
     * filters. PyTorch's {@code ConvTranspose2d}. The window's remainder has no say.
     *
     * @param outputPaddingHeight rows at the end that no window need reach, below the stride or the dilation
     * @param outputPaddingWidth the same for columns
     */
    public Node convTranspose2d(
            String name,
            Node x,
            int filters,
            Window window,
            int outputPaddingHeight,
            int outputPaddingWidth,
            int groups,
            ParameterInit init) {
        return new ConvolutionLayer(this, name, x, filters, groups, init)
                .convTranspose2d(window, outputPaddingHeight, outputPaddingWidth);
    }

    /** A fully-connected layer with {@link ParameterInit#he}. */
    public Node linear(String name, Node x, int outputs, boolean bias) {
        return linear(name, x, outputs, ParameterInit.he(bias));
    }

    /**
     * N × anything to N × outputs: {@code x · Wᵀ + b} of the flattened input; parameters {@code name.weight}
     * outputs × inputs and {@code name.bias} outputs.
     */
    public Node linear(String name, Node x, int outputs, ParameterInit init) {
        int first = parameters().size();
        Node rows = flat(name + ".flatten", x);
        Shape weights = shape(name, outputs, rows.shape().dim(1));
        Node weight = parameter(name + ".weight", weights, init.weight(), true);
        MatMul product = new MatMul(false, true);
        Node y = init.bias()
                .map(bias -> graph().add(
                        name,
                        new AddBias(),
                        graph().add(name + ".matmul", product, rows, weight),
                        parameter(name + ".bias", shape(name, outputs), bias, false)))
                .orElseGet(() -> graph().add(name, product, rows, weight));
        return layer(name, "Linear", x, y, first);
    }

    /** {@code max(0, x)}. */
    public Node relu(String name, Node x) {
        return layer(name, "ReLU", x, new Relu());
    }

    /** {@code 1 / (1 + exp(-x))}. */
    public Node sigmoid(String name, Node x) {
        return layer(name, "Sigmoid", x, new Sigmoid());
    }

    /** {@code (exp(2x) - 1) / (exp(2x) + 1)}. */
    public Node tanh(String name, Node x) {
        return layer(name, "Tanh", x, new Tanh());
    }

    /** x where it is above 0, else slope · x; the usual slope is 0.01. */
    public Node leakyRelu(String name, Node x, float slope) {
        return layer(name, "LeakyReLU", x, new LeakyRelu(slope));
    }

    /** x where it is above 0, else alpha · (exp(x) - 1); the usual alpha is 1. */
    public Node elu(String name, Node x, float alpha) {
        return layer(name, "ELU", x, new Elu(alpha));
    }

    /** {@code x} times the probability that a standard normal number is less than x (Hendrycks and Gimpel 2016). */
    public Node gelu(String name, Node x) {
        return layer(name, "GELU", x, new Gelu());
    }

    /** {@code log(1 + exp(x))}. */
    public Node softplus(String name, Node x) {
        return layer(name, "Softplus", x, new Softplus());
    }

    /** The logarithm of the softmax of each row: N × classes. */
    public Node logSoftmax(String name, Node x) {
        return layer(name, "LogSoftmax", x, new LogSoftmax());
    }

    /** N × C × H × W to N × C × P × Q. */
    public Node maxPool(String name, Node x, Window window) {
        spatial(name, "MaxPool2d", x);
        return layer(name, "MaxPool2d", x, new MaxPool2d(window));
    }

    /** N × C × H × W to N × C × P × Q; the padding's zeros count in the mean, as in PyTorch and Caffe. */
    public Node avgPool(String name, Node x, Window window) {
        spatial(name, "AvgPool2d", x);
        return layer(name, "AvgPool2d", x, new AvgPool2d(window, true));
    }

    /** Means over as many windows as the output is to have: N × C × H × W to N × C × height × width (PyTorch's windows). */
    public Node adaptiveAvgPool(String name, Node x, int height, int width) {
        spatial(name, "AdaptiveAvgPool2d", x);
        return layer(name, "AdaptiveAvgPool2d", x, new AdaptiveAvgPool2d(height, width));
    }

    /** The mean of each plane: N × C × H × W to N × C × 1 × 1. */
    public Node globalAvgPool(String name, Node x) {
        return adaptiveAvgPool(name, x, 1, 1);
    }

    /** Each pixel as a block of factor × factor: N × C × H × W to N × C × H·factor × W·factor. */
    public Node upsampleNearest(String name, Node x, int factor) {
        spatial(name, "Upsample", x);
        return layer(name, "Upsample", x, new NearestUnpool(factor, factor));
    }

    /** A margin of zeros, so many pixels wide on each side. */
    public Node zeroPad(String name, Node x, int margin) {
        return pad(name, "ZeroPad2d", x, margin, PadMode.ZERO);
    }

    /** A margin that reflects the image, so many pixels wide on each side; narrower than the image. */
    public Node reflectPad(String name, Node x, int margin) {
        return pad(name, "ReflectionPad2d", x, margin, PadMode.REFLECT);
    }

    private Node pad(String name, String op, Node x, int margin, PadMode mode) {
        spatial(name, op, x);
        List<Integer> margins = List.of(0, 0, margin, margin);
        return layer(name, op, x, new Pad(margins, margins, mode));
    }

    /** The channels of the inputs, one or more, one behind the other: each N × C' × … with the same N and …. */
    public Node concat(String name, List<Node> inputs) {
        Node y = graph().add(name, new Concat(1), inputs);
        return layer(name, "Concat", inputs.getFirst(), y, parameters().size());
    }

    /** The sum of two tensors of one shape. */
    public Node add(String name, Node a, Node b) {
        return layer(name, "Add", a, graph().add(name, new Add(), a, b), parameters().size());
    }

    /**
     * Sets elements to 0 with chance {@code rate} and scales the rest by 1 / (1 - rate); at inference it does nothing.
     * The first dropout of a training graph adds the input {@link #RANDOM}.
     */
    public Node dropout(String name, Node x, float rate) {
        Dropout op = new Dropout(rate, nextStream());
        if (mode() == Mode.INFERENCE) {
            return layer(name, "Dropout", x, x, parameters().size());
        }
        return layer(name, "Dropout", x, graph().add(name, op, x, random()), parameters().size());
    }

    /**
     * Batch normalisation of N × C or N × C × … over everything but the channel, with epsilon 1e-5 and momentum 0.1;
     * parameters {@code name.weight} and {@code name.bias}, buffers {@code name.running_mean} and {@code name.running_var}
     * (unbiased), of C each. A training step uses the batch's statistics and moves the running ones by a tenth towards them;
     * inference uses the running ones.
     */
    public Node batchNorm(String name, Node x) {
        return batchNorm(name, x, NormLayers.EPSILON);
    }

    /** As {@link #batchNorm(String, Node)}, with another epsilon (torchvision's GoogLeNet has 1e-3). */
    public Node batchNorm(String name, Node x, float epsilon) {
        return NormLayers.batchNorm(this, name, x, epsilon);
    }

    /**
     * Layer normalisation of … × D over the last dimension, with epsilon 1e-5; parameters {@code name.weight} and
     * {@code name.bias} of D each.
     */
    public Node layerNorm(String name, Node x) {
        return layerNorm(name, x, NormLayers.EPSILON);
    }

    /** As {@link #layerNorm(String, Node)}, with another epsilon (vision transformers have 1e-6). */
    public Node layerNorm(String name, Node x, float epsilon) {
        return NormLayers.layerNorm(this, name, x, epsilon);
    }

    /**
     * Local response normalisation of N × C × … across {@code size} channels, in PyTorch's terms: alpha is divided by the
     * size, which the AlexNet paper does not do (see {@link LocalResponseNorm}).
     */
    public Node localResponseNorm(String name, Node x, int size, float alpha, float beta, float k) {
        return layer(name, "LocalResponseNorm", x, new LocalResponseNorm(size, alpha, beta, k));
    }

    /**
     * Local contrast normalisation of N × C × H × W, channel by channel: each element less the mean of the {@code size} ×
     * {@code size} elements around it, divided by {@code √(ε + v)} with v the mean of the squares of such differences around
     * it, and ε = 1e-5. At the border only what lies inside the image counts. (Jarrett et al. 2009 weigh the window with a
     * Gaussian and sum over the channels too.)
     */
    public Node localContrastNorm(String name, Node x, int size) {
        return NormLayers.localContrastNorm(this, name, x, size);
    }

    /**
     * Sets whole examples of N × … to 0 with chance {@code rate} and scales the rest by 1 / (1 - rate), as one does to a
     * residual branch before it is added; at inference it does nothing.
     */
    public Node stochasticDepth(String name, Node x, float rate) {
        return NormLayers.stochasticDepth(this, name, x, rate);
    }

    /** N × anything to N × elements. */
    public Node flatten(String name, Node x) {
        return layer(name, "Flatten", x, flat(name, x), parameters().size());
    }

    private Node flat(String name, Node x) {
        if (x.shape().rank() == 2) {
            return x;
        }
        int batch = x.shape().dim(0);
        return graph().add(name, new Reshape(Shape.of(batch, x.shape().elements() / batch)), x);
    }

    static Shape spatial(String name, String op, Node x) {
        if (x.shape().rank() != 4) {
            throw new ShapeException(name + ": " + op + " needs C x H x W, but " + x.name() + " gives "
                    + x.shape().dropFirst() + " numbers without rows and columns");
        }
        return x.shape();
    }

    static Shape shape(String name, int... dims) {
        try {
            return Shape.of(dims);
        } catch (IllegalArgumentException e) {
            throw new ShapeException(name + ": " + e.getMessage());
        }
    }
}
