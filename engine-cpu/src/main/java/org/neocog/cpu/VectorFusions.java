package org.neocog.cpu;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.neocog.device.Fusion;
import org.neocog.device.Kernel;
import org.neocog.graph.Add;
import org.neocog.graph.AvgPool2dGrad;
import org.neocog.graph.BatchNormTraining;
import org.neocog.graph.MaxPool2dGrad;
import org.neocog.graph.Node;
import org.neocog.graph.PoolGeometry;
import org.neocog.graph.Relu;
import org.neocog.graph.ReluGrad;
import org.neocog.graph.TanhGrad;
import org.neocog.graph.UpdateOp;

/**
 * Finds two nodes that machine code computes in one pass, which saves writing and reading the value between them: an activation's
 * gradient after that of the pooling of its output, and ReLU after a sum or a batch normalization. The bits are the same.
 */
record VectorFusions(WorkerPool pool, VectorCode code) {
    /** @param taken nodes that are computed in another way */
    Map<Fusion, Kernel> find(List<Node> order, Collection<Node> outputs, Set<Node> taken) {
        Map<Node, Integer> readers = new HashMap<>();
        order.forEach(node -> new HashSet<>(node.inputs()).forEach(input -> readers.merge(input, 1, Integer::sum)));
        Set<Node> wanted = new HashSet<>(outputs);
        wanted.addAll(taken);
        Map<Fusion, Kernel> all = new LinkedHashMap<>();
        Predicate<Node> between = node -> readers.get(node) == 1 && !wanted.contains(node);
        for (Node node : order) {
            if (taken.contains(node)) {
                continue;
            }
            Optional<Node> norm = addedNorm(node, between).filter(n -> !updated(order, n, node));
            if (norm.isPresent()) {
                Node n = norm.get();
                float epsilon = ((BatchNormTraining) n.op()).epsilon();
                all.put(
                        fusion(List.of(n, node.input(0), node)),
                        new VectorKernel(BatchNormForward.trainingAddRelu(pool, code, n.shape(), epsilon), "AVX-512, 3 nodes"));
                continue;
            }
            first(node).filter(between).filter(first -> !updated(order, first, node)).ifPresent(first ->
                    kernel(first, node).ifPresent(kernel -> all.put(fusion(List.of(first, node)), kernel)));
        }
        return all;
    }

    /** A normalization that is added to something else before this ReLU. */
    private static Optional<Node> addedNorm(Node relu, Predicate<Node> between) {
        if (!(relu.op() instanceof Relu && relu.input(0).op() instanceof Add && between.test(relu.input(0)))) {
            return Optional.empty();
        }
        Node sum = relu.input(0);
        return sum.inputs().stream()
                .filter(norm -> norm.op() instanceof BatchNormTraining && between.test(norm)
                        && ChannelKernel.suits(norm.shape()) && fusion(List.of(norm, sum, relu)).inputs().size() == 5)
                .findFirst();
    }

    /** The node before this one that might be computed with it. */
    private static Optional<Node> first(Node second) {
        return switch (second.op()) {
            case Relu _ -> Optional.of(second.input(0));
            case ReluGrad _, TanhGrad _ -> Optional.of(second.input(1));
            default -> Optional.empty();
        };
    }

    /** Whether something that the first one reads is overwritten before the second one's turn. */
    private static boolean updated(List<Node> order, Node first, Node second) {
        Set<Node> inputs = new HashSet<>();
        first.inputs().forEach(input -> inputs.add(FusedGraph.root(input)));
        return order.subList(order.indexOf(first), order.indexOf(second)).stream()
                .filter(node -> node.op() instanceof UpdateOp)
                .anyMatch(node -> ((UpdateOp) node.op()).writtenInputs().stream().map(node::input).anyMatch(inputs::contains));
    }

    /** The inputs of the first one, then what else the others read. */
    private static Fusion fusion(List<Node> nodes) {
        Set<Node> inputs = new LinkedHashSet<>();
        nodes.forEach(node -> inputs.addAll(node.inputs()));
        nodes.forEach(inputs::remove);
        return new Fusion(nodes, List.copyOf(inputs));
    }

    /** Empty if these two are none of those. */
    private Optional<Kernel> kernel(Node first, Node second) {
        return switch (first.op()) {
            case Add _ when second.op() instanceof Relu && fusion(List.of(first, second)).inputs().size() == 2 ->
                both(ElementwiseKernels.binary(pool, code.elements().binary(ElementFunction.ADD_RELU)));
            case BatchNormTraining norm when second.op() instanceof Relu && ChannelKernel.suits(first.shape()) ->
                both(BatchNormForward.trainingRelu(pool, code, first.shape(), norm.epsilon()));
            case MaxPool2dGrad max when !(second.op() instanceof Relu) && first.input(0) == second.input(0) -> gradient(
                    second.op() instanceof ReluGrad ? PairFunction.MAX_RELU_GRADIENT : PairFunction.MAX_TANH_GRADIENT,
                    PoolGeometry.of(first.shape(), max.window()), 0, 1);
            case AvgPool2dGrad average when !(second.op() instanceof Relu) -> gradient(
                    second.op() instanceof ReluGrad ? PairFunction.AVERAGE_RELU_GRADIENT : PairFunction.AVERAGE_TANH_GRADIENT,
                    PoolGeometry.of(first.shape(), average.window()), 1, 0);
            default -> Optional.empty();
        };
    }

    private Optional<Kernel> gradient(PairFunction function, PoolGeometry g, int image, int pooled) {
        return MaxPoolKernels.isPairs(g)
                ? both(PairKernel.gradient(pool, code.pairs(), function, g, image, pooled))
                : Optional.empty();
    }

    private static Optional<Kernel> both(CpuKernel kernel) {
        return Optional.of(new VectorKernel(kernel, "AVX-512, 2 nodes"));
    }
}
