package org.neocog.cpu;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.neocog.device.Fusion;
import org.neocog.device.Kernel;
import org.neocog.graph.AvgPool2dGrad;
import org.neocog.graph.MaxPool2dGrad;
import org.neocog.graph.Node;
import org.neocog.graph.PoolGeometry;
import org.neocog.graph.ReluGrad;
import org.neocog.graph.TanhGrad;
import org.neocog.graph.Variable;

/**
 * Finds gradients of poolings of an activation's output: the gradient of the activation is taken on the way, which saves a gradient
 * of the image's size that would be written and read again. The result has the same bits.
 */
record PairFusions(WorkerPool pool, PairVectors vectors) {
    Map<Fusion, Kernel> find(List<Node> order, Collection<Node> outputs) {
        Map<Node, Integer> reads = new HashMap<>();
        order.forEach(node -> new HashSet<>(node.inputs()).forEach(input -> reads.merge(input, 1, Integer::sum)));
        Set<Node> wanted = new HashSet<>(outputs);
        Map<Fusion, Kernel> all = new LinkedHashMap<>();
        for (Node node : order) {
            if (node.op() instanceof ReluGrad || node.op() instanceof TanhGrad) {
                Node pooled = node.input(1);
                if (reads.get(pooled) == 1 && !wanted.contains(pooled)) {
                    of(pooled, node).ifPresent(kernel -> all.put(fusion(pooled, node), kernel));
                }
            }
        }
        return all;
    }

    private static Fusion fusion(Node pooling, Node activation) {
        Node dy = pooling.input(pooling.inputs().size() - 1);
        return new Fusion(List.of(pooling, activation), List.of(activation.input(0), dy));
    }

    /** Empty if these two are not the ones. */
    private Optional<Kernel> of(Node pooling, Node activation) {
        Node image = activation.input(0);
        if (image.op() instanceof Variable || pooling.inputs().stream().anyMatch(input -> input.op() instanceof Variable)) {
            // It might be overwritten in between.
            return Optional.empty();
        }
        boolean relu = activation.op() instanceof ReluGrad;
        return switch (pooling.op()) {
            case MaxPool2dGrad max when pooling.input(0) == image -> kernel(
                    relu ? PairFunction.MAX_RELU_GRADIENT : PairFunction.MAX_TANH_GRADIENT,
                    PoolGeometry.of(image.shape(), max.window()));
            case AvgPool2dGrad average -> kernel(
                    relu ? PairFunction.AVERAGE_RELU_GRADIENT : PairFunction.AVERAGE_TANH_GRADIENT,
                    PoolGeometry.of(image.shape(), average.window()));
            default -> Optional.empty();
        };
    }

    private Optional<Kernel> kernel(PairFunction function, PoolGeometry g) {
        return MaxPoolKernels.isPairs(g) ? Optional.of(PairKernel.gradient(pool, vectors, function, g, 0, 1)) : Optional.empty();
    }
}
