package org.neocog.nn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.neocog.graph.AddBias;
import org.neocog.graph.BatchNorm;
import org.neocog.graph.Conv2d;
import org.neocog.graph.Graph;
import org.neocog.graph.GraphBuilder;
import org.neocog.graph.Input;
import org.neocog.graph.MatMul;
import org.neocog.graph.Node;
import org.neocog.graph.Variable;
import org.neocog.tensor.HostTensor;

/**
 * An inference graph without the batch normalizations that a convolution or a linear layer before them can do itself. With
 * {@code s = weight / √(variance + epsilon)} of the normalization, the product's weights become {@code w · s}, filter by
 * filter, and its bias {@code (b - mean) · s + bias}; a product without a bias gets one. It is kept under the name of the
 * normalization's bias, and the product's weights under their own. Only where nothing else reads the product's output, its
 * weights and its bias, and all of them are variables.
 */
public final class BatchNormFolding {
    private final List<Pair> pairs;
    private final Graph graph;

    /** A normalization and the product before it: weights, and a bias if there is one. */
    private record Pair(Node norm, Node product, Node x, Node weight, Optional<Node> bias) {
        String foldedBias() {
            return norm.input(4).name();
        }
    }

    private BatchNormFolding(List<Pair> pairs, Graph graph) {
        this.pairs = List.copyOf(pairs);
        this.graph = graph;
    }

    /** Folds what can be folded; the given graph stays as it is. */
    public static BatchNormFolding of(Graph graph) {
        Map<Node, Integer> readers = new HashMap<>();
        graph.nodes().forEach(node -> node.inputs().forEach(input -> readers.merge(input, 1, Integer::sum)));
        graph.outputs().values().forEach(node -> readers.merge(node, 1, Integer::sum));
        List<Pair> pairs = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (node.op() instanceof BatchNorm) {
                pair(node, readers).ifPresent(pairs::add);
            }
        }
        return new BatchNormFolding(pairs, rewrite(graph, pairs));
    }

    /** The graph with fewer nodes, and variables for {@link #weights}. */
    public Graph graph() {
        return graph;
    }

    /**
     * The values of the new graph's variables.
     *
     * @param weights the values of the old graph's variables, by name; they are not changed
     */
    public SequencedMap<String, HostTensor> weights(Map<String, HostTensor> weights) {
        SequencedMap<String, HostTensor> folded = new LinkedHashMap<>(weights);
        pairs.forEach(pair -> fold(pair, weights, folded));
        Set<String> wanted = new HashSet<>();
        graph.nodes().stream().filter(node -> node.op() instanceof Variable).forEach(node -> wanted.add(node.name()));
        folded.keySet().retainAll(wanted);
        return folded;
    }

    private static Optional<Pair> pair(Node norm, Map<Node, Integer> readers) {
        Node product = norm.input(0);
        boolean addsBias = product.op() instanceof AddBias;
        Node inner = addsBias ? product.input(0) : product;
        boolean linear = inner.op() instanceof MatMul matMul && !matMul.transposeA() && matMul.transposeB()
                && inner.shape().rank() == 2;
        boolean convolution = inner.op() instanceof Conv2d && !addsBias;
        if (!linear && !convolution) {
            return Optional.empty();
        }
        Optional<Node> bias = addsBias
                ? Optional.of(product.input(1))
                : inner.inputs().size() > 2 ? Optional.of(inner.input(2)) : Optional.empty();
        List<Node> variables = new ArrayList<>(norm.inputs().subList(1, 5));
        variables.add(inner.input(1));
        bias.ifPresent(variables::add);
        List<Node> owned = new ArrayList<>(List.of(product, inner, inner.input(1), norm.input(4)));
        bias.ifPresent(owned::add);
        return variables.stream().allMatch(node -> node.op() instanceof Variable)
                        && owned.stream().allMatch(node -> readers.get(node) == 1)
                ? Optional.of(new Pair(norm, inner, inner.input(0), inner.input(1), bias))
                : Optional.empty();
    }

    private static Graph rewrite(Graph graph, List<Pair> pairs) {
        Map<Node, Pair> byNorm = new HashMap<>();
        pairs.forEach(pair -> byNorm.put(pair.norm(), pair));
        Set<Node> needed = new HashSet<>(graph.outputs().values());
        for (Node node : graph.nodes().reversed()) {
            if (needed.contains(node)) {
                Pair pair = byNorm.get(node);
                needed.addAll(pair == null ? node.inputs() : List.of(pair.x(), pair.weight(), node.input(4)));
            }
        }
        GraphBuilder builder = new GraphBuilder();
        Map<Node, Node> copies = new HashMap<>();
        for (Node node : graph.nodes()) {
            if (needed.contains(node)) {
                Pair pair = byNorm.get(node);
                copies.put(node, pair == null ? copy(builder, node, copies) : product(builder, pair, copies));
            }
        }
        graph.outputs().forEach((name, node) -> builder.output(name, copies.get(node)));
        return builder.build();
    }

    private static Node copy(GraphBuilder builder, Node node, Map<Node, Node> copies) {
        return switch (node.op()) {
            case Input input -> builder.input(input.name(), input.spec());
            case Variable variable -> builder.variable(variable.name(), variable.spec());
            default -> builder.add(node.name(), node.op(), node.inputs().stream().map(copies::get).toList());
        };
    }

    private static Node product(GraphBuilder builder, Pair pair, Map<Node, Node> copies) {
        Node x = copies.get(pair.x());
        Node weight = copies.get(pair.weight());
        Node bias = copies.get(pair.norm().input(4));
        String name = pair.product().name();
        return pair.product().op() instanceof Conv2d conv
                ? builder.add(name, new Conv2d(conv.window(), conv.groups(), true), x, weight, bias)
                : builder.add(pair.norm().name(), new AddBias(), builder.add(name, pair.product().op(), x, weight), bias);
    }

    private static void fold(Pair pair, Map<String, HostTensor> weights, Map<String, HostTensor> folded) {
        float[] mean = weights.get(pair.norm().input(1).name()).floats();
        float[] variance = weights.get(pair.norm().input(2).name()).floats();
        float[] gamma = weights.get(pair.norm().input(3).name()).floats();
        float[] beta = weights.get(pair.norm().input(4).name()).floats();
        HostTensor filters = weights.get(pair.weight().name());
        float[] products = filters.floats().clone();
        float[] sums = beta.clone();
        Optional<float[]> bias = pair.bias().map(node -> weights.get(node.name()).floats());
        double epsilon = ((BatchNorm) pair.norm().op()).epsilon();
        int filter = products.length / sums.length;
        for (int c = 0; c < sums.length; c++) {
            double scale = gamma[c] / Math.sqrt(variance[c] + epsilon);
            for (int i = c * filter; i < (c + 1) * filter; i++) {
                products[i] = (float) (products[i] * scale);
            }
            double before = bias.isPresent() ? bias.get()[c] : 0;
            sums[c] = (float) ((before - mean[c]) * scale + beta[c]);
        }
        folded.put(pair.weight().name(), HostTensor.of(filters.shape(), products));
        folded.put(pair.foldedBias(), HostTensor.of(weights.get(pair.foldedBias()).shape(), sums));
    }
}
