package org.neocog.nn;

import org.neocog.graph.Node;
import org.neocog.graph.Window;

/** What one line of a net description adds to a graph. */
sealed interface LayerLine {
    /** The first word of the line, and what default names are made from. */
    String word();

    /** The rest of the line, as the canonical description has it: with a leading space, or empty. */
    String arguments();

    /**
     * Adds the layer.
     *
     * @param beforeRelu whether the next activation after this layer is a ReLU
     */
    Node build(NetBuilder net, String name, Node x, boolean beforeRelu);

    record Conv(int filters, Window window, int groups, WeightInit init) implements LayerLine {
        @Override
        public String word() {
            return "conv";
        }

        @Override
        public String arguments() {
            String rest = groups == 1 ? "" : " groups=" + groups;
            return " " + filters + " " + WindowText.write(window, false) + rest + init.write();
        }

        @Override
        public Node build(NetBuilder net, String name, Node x, boolean beforeRelu) {
            return net.conv2d(name, x, filters, window, groups, init.parameters(beforeRelu));
        }
    }

    record Linear(int outputs, WeightInit init) implements LayerLine {
        @Override
        public String word() {
            return "fc";
        }

        @Override
        public String arguments() {
            return " " + outputs + init.write();
        }

        @Override
        public Node build(NetBuilder net, String name, Node x, boolean beforeRelu) {
            return net.linear(name, x, outputs, init.parameters(beforeRelu));
        }
    }

    record MaxPool(Window window) implements LayerLine {
        @Override
        public String word() {
            return "maxpool";
        }

        @Override
        public String arguments() {
            return " " + WindowText.write(window, true);
        }

        @Override
        public Node build(NetBuilder net, String name, Node x, boolean beforeRelu) {
            return net.maxPool(name, x, window);
        }
    }

    record AvgPool(Window window) implements LayerLine {
        @Override
        public String word() {
            return "avgpool";
        }

        @Override
        public String arguments() {
            return " " + WindowText.write(window, true);
        }

        @Override
        public Node build(NetBuilder net, String name, Node x, boolean beforeRelu) {
            return net.avgPool(name, x, window);
        }
    }

    record Dropout(float rate) implements LayerLine {
        @Override
        public String word() {
            return "dropout";
        }

        @Override
        public String arguments() {
            return " " + rate;
        }

        @Override
        public Node build(NetBuilder net, String name, Node x, boolean beforeRelu) {
            return net.dropout(name, x, rate);
        }
    }

    record Flatten() implements LayerLine {
        @Override
        public String word() {
            return "flatten";
        }

        @Override
        public String arguments() {
            return "";
        }

        @Override
        public Node build(NetBuilder net, String name, Node x, boolean beforeRelu) {
            return net.flatten(name, x);
        }
    }

    /** The mean of each of height × width windows, whatever the size of the images; a 1 × 1 has a word of its own. */
    record AdaptiveAvgPool(int height, int width) implements LayerLine {
        private boolean global() {
            return height == 1 && width == 1;
        }

        @Override
        public String word() {
            return global() ? "globalavgpool" : "adaptiveavgpool";
        }

        @Override
        public String arguments() {
            return global() ? "" : " " + height + "x" + width;
        }

        @Override
        public Node build(NetBuilder net, String name, Node x, boolean beforeRelu) {
            return net.adaptiveAvgPool(name, x, height, width);
        }
    }

    /**
     * An activation function.
     *
     * @param number what its option says, or else its usual value; of no meaning for a function without option
     */
    record Activation(ActivationWord kind, float number) implements LayerLine {
        static Activation of(ActivationWord kind) {
            return new Activation(kind, kind.usual());
        }

        @Override
        public String word() {
            return kind.word();
        }

        @Override
        public String arguments() {
            return number == kind.usual() ? "" : " " + kind.option() + "=" + number;
        }

        @Override
        public Node build(NetBuilder net, String name, Node x, boolean beforeRelu) {
            return switch (kind) {
                case RELU -> net.relu(name, x);
                case LEAKYRELU -> net.leakyRelu(name, x, number);
                case ELU -> net.elu(name, x, number);
                case GELU -> net.gelu(name, x);
                case SIGMOID -> net.sigmoid(name, x);
                case SOFTPLUS -> net.softplus(name, x);
                case TANH -> net.tanh(name, x);
            };
        }
    }
}
