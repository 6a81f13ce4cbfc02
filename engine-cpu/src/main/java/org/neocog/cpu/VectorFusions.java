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

/**
 * Finds two nodes that machine code computes in one pass, which saves writing and reading the value between them: an activation's
 * gradient after that of the pooling of its output, and ReLU after a sum or a batch normalization. The bits are the same.
 */
record VectorFusions(WorkerPool pool, VectorCode code) {
    /** x, moments, weight and bias. */
    private static final int NORM_INPUTS = 4;

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
            List<Node> nodes = together(node, between);
            if (nodes.size() > 1 && !FusedKernels.updated(order, fusion(nodes))) {
                kernel(nodes).ifPresent(kernel -> all.put(fusion(nodes), kernel));
            }
        }
        return all;
    }

    /** The nodes that might be computed with this one, in their order, and itself. */
    private static List<Node> together(Node last, Predicate<Node> between) {
        Optional<Node> before = before(last).filter(between);
        if (before.isEmpty()) {
            return List.of(last);
        }
        Optional<Node> norm = last.op() instanceof Relu && before.get().op() instanceof Add
                ? before.get().inputs().stream().filter(between).filter(VectorFusions::isNorm).findFirst()
                : Optional.empty();
        List<Node> two = List.of(before.get(), last);
        List<Node> three = norm.map(n -> List.of(n, before.get(), last)).orElse(two);
        // Nothing is added to itself or to what it was made of: that has no input of its own.
        return fusion(three).inputs().size() == NORM_INPUTS + 1 ? three : two;
    }

    private static boolean isNorm(Node node) {
        return node.op() instanceof BatchNormTraining && ChannelKernel.suits(node.shape());
    }

    /** The node before this one that might be computed with it. */
    private static Optional<Node> before(Node last) {
        return switch (last.op()) {
            case Relu _ -> Optional.of(last.input(0));
            case ReluGrad _, TanhGrad _ -> Optional.of(last.input(1));
            default -> Optional.empty();
        };
    }

    /** The inputs of the first one, then what else the others read. */
    private static Fusion fusion(List<Node> nodes) {
        Set<Node> inputs = new LinkedHashSet<>();
        nodes.forEach(node -> inputs.addAll(node.inputs()));
        nodes.forEach(inputs::remove);
        return new Fusion(nodes, List.copyOf(inputs));
    }

    /** Empty if these are none of those. */
    private Optional<Kernel> kernel(List<Node> nodes) {
        Node first = nodes.getFirst();
        Node second = nodes.getLast();
        if (nodes.size() > 2) {
            float epsilon = ((BatchNormTraining) first.op()).epsilon();
            return Optional.of(
                    new VectorKernel(BatchNormForward.trainingAddRelu(pool, code, first.shape(), epsilon), "AVX-512, 3 nodes"));
        }
        return switch (first.op()) {
            case Add _ when second.op() instanceof Relu && fusion(List.of(first, second)).inputs().size() == 2 ->
                both(ElementwiseKernels.binary(pool, code.elements().binary(ElementFunction.ADD_RELU)));
            case BatchNormTraining norm when second.op() instanceof Relu && isNorm(first) ->
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
