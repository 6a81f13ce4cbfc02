package org.neocog.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.neocog.graph.AddBias;
import org.neocog.graph.Axis;
import org.neocog.graph.Conv2d;
import org.neocog.graph.Conv2dGeometry;
import org.neocog.graph.Conv2dInputGrad;
import org.neocog.graph.Node;
import org.neocog.graph.Pad;
import org.neocog.graph.PadMode;
import org.neocog.graph.Remainder;
import org.neocog.graph.Reshape;
import org.neocog.graph.ShapeException;
import org.neocog.graph.Window;
import org.neocog.tensor.Shape;

/**
 * The layers that convolve, all by the same operations: a sequence is an image of one row, at the cost of two reshapes, which
 * are free; a volume's window has a depth; a transposed convolution is the input gradient of a convolution used forwards.
 *
 * @param x what the layer reads
 * @param filters channels that it gives
 */
record ConvolutionLayer(NetBuilder net, String name, Node x, int filters, int groups, ParameterInit init) {
    /** N × C × L to N × filters × Q. */
    Node conv1d(Axis axis, Remainder remainder) {
        requireLayout("Conv1d", 3, "C x L");
        int first = net.parameters().size();
        Node weight = weight(filters, channels() / groups, axis.kernel());
        Optional<Node> bias = bias();
        Node y = convolution(name + ".row", rows(x, name + ".x"), rows(weight, name + ".filters"), bias,
                Window.row(axis).with(remainder));
        return layer("Conv1d", flat(y), first);
    }

    /** N × C × H × W to N × filters × P × Q. */
    Node conv2d(Window window) {
        NetBuilder.spatial(name, "Conv2d", x);
        requireGroups();
        int first = net.parameters().size();
        Node weight = weight(filters, channels() / groups, window.height().kernel(), window.width().kernel());
        return layer("Conv2d", convolution(name, x, weight, bias(), window), first);
    }

    /** N × C × D × H × W to N × filters × O × P × Q. */
    Node conv3d(Window window) {
        requireLayout("Conv3d", 5, "C x D x H x W");
        int first = net.parameters().size();
        Axis depth = window.depth().orElseThrow(() -> new ShapeException(name + ": Conv3d needs a window with a depth"));
        Node weight = weight(
                filters, channels() / groups, depth.kernel(), window.height().kernel(), window.width().kernel());
        return layer("Conv3d", convolution(name, x, weight, bias(), window), first);
    }

    /** N × C × L to N × filters × ((L-1)·stride + extent - padding + outputPadding). */
    Node convTranspose1d(Axis axis, int outputPadding) {
        requireLayout("ConvTranspose1d", 3, "C x L");
        requireOutputPadding(axis, outputPadding);
        int first = net.parameters().size();
        Node weight = weight(channels(), filters / groups, axis.kernel());
        Optional<Node> bias = bias();
        Node y = transposed(
                name + ".row", rows(x, name + ".x"), rows(weight, name + ".filters"), bias, Window.row(axis), 0, outputPadding);
        return layer("ConvTranspose1d", flat(y), first);
    }

    /** N × C × H × W to N × filters × P × Q, P = (H-1)·stride + extent - padding + outputPadding and Q likewise. */
    Node convTranspose2d(Window window, int outputPaddingHeight, int outputPaddingWidth) {
        NetBuilder.spatial(name, "ConvTranspose2d", x);
        requireGroups();
        requireOutputPadding(window.height(), outputPaddingHeight);
        requireOutputPadding(window.width(), outputPaddingWidth);
        int first = net.parameters().size();
        Node weight = weight(channels(), filters / groups, window.height().kernel(), window.width().kernel());
        Node y = transposed(name, x, weight, bias(), window, outputPaddingHeight, outputPaddingWidth);
        return layer("ConvTranspose2d", y, first);
    }

    private Node convolution(String node, Node from, Node weight, Optional<Node> bias, Window window) {
        List<Node> inputs = new ArrayList<>(List.of(from, weight));
        bias.ifPresent(inputs::add);
        return net.graph().add(node, new Conv2d(window, groups, bias.isPresent()), inputs);
    }

    /**
     * An output padding of a stride or more, which PyTorch allows where the dilation is larger still, is what further windows
     * over zeros give.
     */
    private Node transposed(
            String node, Node input, Node weight, Optional<Node> bias, Window window, int paddingHeight, int paddingWidth) {
        int down = window.height().stride();
        int across = window.width().stride();
        Node from = withZeros(input, paddingHeight / down, paddingWidth / across);
        Conv2dInputGrad op;
        try {
            op = new Conv2dInputGrad(Conv2dGeometry.transposed(
                    from.shape(), weight.shape(), window, paddingHeight % down, paddingWidth % across, groups));
        } catch (ShapeException e) {
            throw new ShapeException(name + ": " + e.getMessage());
        }
        return bias
                .map(b -> net.graph().add(node, new AddBias(), net.graph().add(node + ".product", op, from, weight), b))
                .orElseGet(() -> net.graph().add(node, op, from, weight));
    }

    private Node withZeros(Node input, int rows, int columns) {
        if (rows + columns == 0) {
            return input;
        }
        Pad pad = new Pad(List.of(0, 0, 0, 0), List.of(0, 0, rows, columns), PadMode.ZERO);
        return net.graph().add(name + ".padded", pad, input);
    }

    private void requireOutputPadding(Axis axis, int outputPadding) {
        if (outputPadding < 0 || outputPadding >= Math.max(axis.stride(), axis.dilation())) {
            throw new ShapeException(name + ": output padding must be at least 0 and smaller than either stride or dilation,"
                    + " but it is " + outputPadding + " with stride " + axis.stride() + " and dilation " + axis.dilation());
        }
    }

    private void requireLayout(String op, int rank, String layout) {
        if (x.shape().rank() != rank) {
            throw new ShapeException(name + ": " + op + " needs " + layout + ", but " + x.name() + " gives "
                    + x.shape().dropFirst());
        }
        requireGroups();
    }

    private void requireGroups() {
        if (groups < 1 || channels() % groups != 0 || filters % groups != 0) {
            throw new ShapeException(name + ": groups=" + groups + " must divide both the " + channels()
                    + " input channels and the " + filters + " filters");
        }
    }

    private int channels() {
        return x.shape().dim(1);
    }

    private Node weight(int... dims) {
        return net.parameter(name + ".weight", NetBuilder.shape(name, dims), init.weight(), true);
    }

    private Optional<Node> bias() {
        return init.bias().map(bias -> net.parameter(name + ".bias", NetBuilder.shape(name, filters), bias, false));
    }

    /** A × B × L as A × B × 1 × L. */
    private Node rows(Node node, String as) {
        Shape shape = node.shape();
        return net.graph().add(as, new Reshape(Shape.of(shape.dim(0), shape.dim(1), 1, shape.dim(2))), node);
    }

    /** N × K × 1 × Q as N × K × Q. */
    private Node flat(Node row) {
        Shape shape = row.shape();
        return net.graph().add(name, new Reshape(Shape.of(shape.dim(0), shape.dim(1), shape.dim(3))), row);
    }

    private Node layer(String op, Node y, int firstParameter) {
        return net.layer(name, op, x, y, firstParameter);
    }
}
