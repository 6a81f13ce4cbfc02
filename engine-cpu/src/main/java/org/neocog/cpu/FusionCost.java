package org.neocog.cpu;

import org.neocog.device.Fusion;
import org.neocog.graph.AdaptiveAvgPool2d;
import org.neocog.graph.Add;
import org.neocog.graph.AddBias;
import org.neocog.graph.AvgPool2d;
import org.neocog.graph.Concat;
import org.neocog.graph.Conv2d;
import org.neocog.graph.MaxPool2d;
import org.neocog.graph.Node;
import org.neocog.graph.Relu;

/**
 * Whether a part of a network is faster as one {@link FusedKernel} or node by node. The kernel works near the peak and has no
 * passes over memory in between; node by node, Winograd's ways need down to a quarter of the multiply-adds. Costs are in
 * multiply-adds at the machine's peak, from measurements; they depend on shapes alone, so the choice is always the same.
 *
 * @param convolutions says how each convolution is done node by node
 */
record FusionCost(Convolutions convolutions) {
    /** A pass over a tensor, per element: replaced in place, made of two, reduced by windows. */
    private static final double PASS = 25;
    private static final double SUM = 40;
    private static final double WINDOWS = 40;
    /** Windows inside the kernel, per element. */
    private static final double FUSED_WINDOWS = 10;
    /** Waking the workers for a node. */
    private static final double LAUNCH = 1e6;
    /** oneDNN's convolutions, and how much more those of few channels cost, which leave vectors partly empty. */
    private static final double PRIMITIVE = 1.05;
    private static final double FEW_CHANNELS = 0.6;
    private static final int VECTOR = 16;

    boolean gains(Fusion fusion) {
        double fused = 0;
        double single = 0;
        for (Node node : fusion.nodes()) {
            fused += fused(node);
            single += single(node);
        }
        return fused <= single;
    }

    private static double fused(Node node) {
        return switch (node.op()) {
            case Conv2d _ -> node.multiplyAdds() * (PRIMITIVE + (node.input(0).shape().dim(1) < VECTOR ? FEW_CHANNELS : 0));
            case MaxPool2d _, AvgPool2d _, AdaptiveAvgPool2d _ -> FUSED_WINDOWS * node.input(0).shape().elements();
            default -> 0;
        };
    }

    private double single(Node node) {
        return switch (node.op()) {
            case Conv2d conv -> LAUNCH + node.multiplyAdds() * convolutions.cost(conv.geometry(node.inputSpecs()));
            case Relu _, AddBias _, Concat _ -> LAUNCH + PASS * node.shape().elements();
            case Add _ -> LAUNCH + SUM * node.shape().elements();
            case MaxPool2d _, AvgPool2d _, AdaptiveAvgPool2d _ -> LAUNCH + WINDOWS * node.input(0).shape().elements();
            default -> 0;
        };
    }
}
