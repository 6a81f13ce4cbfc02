package org.neocog.nn.zoo;

import java.util.Optional;
import org.neocog.graph.Node;
import org.neocog.graph.Remainder;
import org.neocog.graph.Window;
import org.neocog.nn.FanMode;
import org.neocog.nn.Initializer;
import org.neocog.nn.NetBuilder;
import org.neocog.nn.ParameterInit;

/** What several of the networks have in common. */
final class Layers {
    /** He's for convolutions before a ReLU, by fan-out as torchvision has it: it keeps the gradients' size. */
    static final ParameterInit CONV = ParameterInit.of(new Initializer.He(FanMode.FAN_OUT), false);

    static final ParameterInit CONV_BIAS = ParameterInit.of(new Initializer.He(FanMode.FAN_OUT), true);
    /** For layers of scores, which no ReLU follows. */
    static final ParameterInit SCORES = ParameterInit.of(new Initializer.XavierUniform(), true);

    private Layers() {}

    /** A square window that leaves out what its steps do not reach, as PyTorch does. */
    static Window window(int kernel, int stride, int pad) {
        return Window.square(kernel, stride, pad).with(Remainder.DROP);
    }

    /** A square window for poolings with a smaller last window, PyTorch's {@code ceil_mode=True}. */
    static Window ceiling(int kernel, int stride, int pad) {
        return Window.square(kernel, stride, pad).with(Remainder.PARTIAL);
    }

    /** Means over as many windows as there are to be rows and columns; nothing if there are just so many. */
    static Node averagedTo(NetBuilder net, String name, Node x, int side) {
        boolean already = x.shape().dim(2) == side && x.shape().dim(3) == side;
        return already ? x : net.adaptiveAvgPool(name, x, side, side);
    }

    /** {@code relu(linear(x))} of {@code outputs} units, normal weights of this deviation and a constant bias. */
    static Node hidden(NetBuilder net, String name, String relu, Node x, int outputs, float deviation, float bias) {
        return net.relu(relu, net.linear(name, x, outputs, normal(deviation, bias)));
    }

    static ParameterInit normal(float deviation, float bias) {
        return new ParameterInit(
                new Initializer.Normal(deviation), Optional.of(new Initializer.Constant(bias)));
    }
}
