package org.neocog.cpu;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.neocog.graph.Node;

/** What one primitive of oneDNN computes: one node, or several of which each reads the one before. */
sealed interface FusedStage {
    /** The node whose value comes out. */
    Node result();

    /** The nodes whose values are read, behind any reshaping; not the weights. */
    List<Node> sources();

    /** Multiply-adds of all images. */
    default long multiplyAdds() {
        return result().multiplyAdds();
    }

    /** Its operations, for profiles. */
    default String what() {
        return result().op().opName();
    }

    /**
     * A convolution, to which another value may be added before the ReLU.
     *
     * @param addend a value that nobody reads any more: the result takes its place
     */
    record Convolve(Node node, Optional<Node> addend, boolean relu, Node result) implements FusedStage {
        @Override
        public List<Node> sources() {
            List<Node> sources = new ArrayList<>(List.of(FusedGraph.root(node.input(0))));
            addend.ifPresent(sources::add);
            return sources;
        }

        @Override
        public long multiplyAdds() {
            return node.multiplyAdds();
        }

        @Override
        public String what() {
            return node.op().opName() + (addend.isPresent() ? " + Add" : "") + (relu ? " + Relu" : "");
        }
    }

    /** A fully-connected layer: {@code x · Wᵀ}, a bias if there is one, a ReLU if there is one. */
    record Connect(Node node, Optional<Node> bias, boolean relu, Node result) implements FusedStage {
        @Override
        public List<Node> sources() {
            return List.of(FusedGraph.root(node.input(0)));
        }

        @Override
        public long multiplyAdds() {
            return node.multiplyAdds();
        }

        @Override
        public String what() {
            return node.op().opName() + (bias.isPresent() ? " + AddBias" : "") + (relu ? " + Relu" : "");
        }
    }

    /** Maxima or means of windows. */
    record Pool(Node result) implements FusedStage {
        @Override
        public List<Node> sources() {
            return List.of(FusedGraph.root(result.input(0)));
        }
    }

    /** The sum of two values. */
    record Combine(Node node, boolean relu, Node result) implements FusedStage {
        @Override
        public List<Node> sources() {
            return List.of(FusedGraph.root(node.input(0)), FusedGraph.root(node.input(1)));
        }

        @Override
        public String what() {
            return node.op().opName() + (relu ? " + Relu" : "");
        }
    }

    record Activate(Node result) implements FusedStage {
        @Override
        public List<Node> sources() {
            return List.of(FusedGraph.root(result.input(0)));
        }
    }

    /** Channels of several values, one behind the other. */
    record Join(Node result) implements FusedStage {
        @Override
        public List<Node> sources() {
            return result.inputs().stream().map(FusedGraph::root).toList();
        }
    }
}
