package org.neocog.cpu;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.neocog.device.Fusion;
import org.neocog.graph.AdaptiveAvgPool2d;
import org.neocog.graph.Add;
import org.neocog.graph.AddBias;
import org.neocog.graph.AvgPool2d;
import org.neocog.graph.Axis;
import org.neocog.graph.Concat;
import org.neocog.graph.Conv2d;
import org.neocog.graph.MatMul;
import org.neocog.graph.MaxPool2d;
import org.neocog.graph.Node;
import org.neocog.graph.Relu;
import org.neocog.graph.Remainder;
import org.neocog.graph.Reshape;
import org.neocog.graph.Variable;
import org.neocog.graph.Window;

/** The stages of a fused part of a network: which nodes one primitive computes, in the order in which they run. */
final class FusedGraph {
    private final Fusion fusion;
    private final Map<Node, List<Node>> readers = new HashMap<>();
    private final Map<Node, Integer> position = new HashMap<>();
    private final Set<Node> taken = new HashSet<>();
    private final List<FusedStage> stages = new ArrayList<>();

    private FusedGraph(Fusion fusion) {
        this.fusion = fusion;
        for (Node node : fusion.nodes()) {
            position.put(node, position.size());
            node.inputs().forEach(input -> readers.computeIfAbsent(root(input), _ -> new ArrayList<>()).add(node));
        }
    }

    /**
     * @throws NotFusibleException if a bias is here without its product
     */
    static List<FusedStage> stages(Fusion fusion) {
        FusedGraph graph = new FusedGraph(fusion);
        fusion.nodes().forEach(graph::add);
        graph.stages.sort((a, b) -> Integer.compare(graph.position.get(a.result()), graph.position.get(b.result())));
        return List.copyOf(graph.stages);
    }

    /** The node whose value it is, behind reshaping. */
    static Node root(Node node) {
        Node root = node;
        while (root.op() instanceof Reshape) {
            root = root.input(0);
        }
        return root;
    }

    /**
     * Whether a primitive can compute the node.
     *
     * @param rows the fewest rows of a matrix with which a fully-connected layer is worth it
     */
    static boolean suits(Node node, int rows) {
        return switch (node.op()) {
            case Conv2d conv -> conv.window().depth().isEmpty()
                    && node.inputs().stream().skip(1).allMatch(FusedGraph::isVariable)
                    && !isVariable(node.input(0))
                    && touches(conv.window().height())
                    && touches(conv.window().width());
            case MaxPool2d pool -> !isVariable(node.input(0)) && dense(pool.window());
            case AvgPool2d pool -> !isVariable(node.input(0)) && pool.window().remainder() != Remainder.PARTIAL;
            case AdaptiveAvgPool2d pool -> !isVariable(node.input(0))
                    && node.input(0).shape().dim(2) % pool.height() == 0
                    && node.input(0).shape().dim(3) % pool.width() == 0;
            case Relu _, Add _ -> asItLies(node);
            case Concat concat -> concat.axis() == 1 && asItLies(node);
            case MatMul product -> !product.transposeA() && product.transposeB() && node.shape().rank() == 2
                    && node.shape().dim(0) >= rows && isVariable(node.input(1)) && !isVariable(node.input(0));
            case AddBias _ -> node.input(0).op() instanceof MatMul && suits(node.input(0), rows) && isVariable(node.input(1));
            case Reshape _ -> node.input(0).shape().rank() == 4 && node.shape().rank() == 2
                    && node.shape().dim(0) == node.input(0).shape().dim(0) && !isVariable(node.input(0));
            default -> false;
        };
    }

    private static boolean isVariable(Node node) {
        return root(node).op() instanceof Variable;
    }

    /** Whether images, or rows of a matrix, are read as they lie: neither weights nor reshaped. */
    private static boolean asItLies(Node node) {
        return (node.shape().rank() == 4 || node.shape().rank() == 2)
                && node.inputs().stream().noneMatch(input -> isVariable(input) || input.op() instanceof Reshape);
    }

    private static boolean dense(Window window) {
        return window.height().dilation() == 1 && window.width().dilation() == 1;
    }

    /** Whether no window lies in the padding with all its elements. */
    private static boolean touches(Axis axis) {
        return axis.padBefore() < axis.extent() && axis.padAfter() < axis.extent();
    }

    private void add(Node node) {
        if (!taken.add(node)) {
            return;
        }
        switch (node.op()) {
            case Conv2d _ -> addConvolution(node);
            case MatMul _ -> addProduct(node);
            case Add _ -> {
                Optional<Node> relu = next(node, Relu.class);
                stages.add(new FusedStage.Combine(node, relu.isPresent(), relu.orElse(node)));
            }
            case Relu _ -> stages.add(new FusedStage.Activate(node));
            case Concat _ -> stages.add(new FusedStage.Join(node));
            case Reshape _ -> {}
            case MaxPool2d _, AvgPool2d _, AdaptiveAvgPool2d _ -> stages.add(new FusedStage.Pool(node));
            default -> throw new NotFusibleException(node + " is no stage of its own");
        }
    }

    private void addConvolution(Node conv) {
        Node last = conv;
        Optional<Node> addend = Optional.empty();
        Optional<Node> sum = onlyReader(conv, Add.class);
        if (sum.isPresent() && !taken.contains(sum.get())) {
            Node other = root(sum.get().input(0)) == conv ? sum.get().input(1) : sum.get().input(0);
            int at = position.get(sum.get());
            boolean free = root(other) != conv
                    && readers.get(root(other)).stream().allMatch(reader -> position.get(reader) <= at)
                    && other.shape().rank() == 4;
            if (free) {
                taken.add(sum.get());
                addend = Optional.of(root(other));
                last = sum.get();
            }
        }
        Optional<Node> relu = next(last, Relu.class);
        stages.add(new FusedStage.Convolve(conv, addend, relu.isPresent(), relu.orElse(last)));
    }

    private void addProduct(Node product) {
        Optional<Node> bias = next(product, AddBias.class);
        Node last = bias.orElse(product);
        Optional<Node> relu = next(last, Relu.class);
        stages.add(new FusedStage.Connect(product, bias.map(node -> node.input(1)), relu.isPresent(), relu.orElse(last)));
    }

    /** The only reader of a value inside, if it is of that kind; it belongs to the stage of the value then. */
    private Optional<Node> next(Node node, Class<?> kind) {
        Optional<Node> reader = onlyReader(node, kind);
        reader.ifPresent(taken::add);
        return reader;
    }

    private Optional<Node> onlyReader(Node node, Class<?> kind) {
        List<Node> all = readers.getOrDefault(node, List.of());
        return node != fusion.result() && all.size() == 1 && kind.isInstance(all.getFirst().op())
                ? Optional.of(all.getFirst())
                : Optional.empty();
    }
}
