package org.neocog.cpu;

import org.neocog.graph.AdaptiveAvgPool2d;
import org.neocog.graph.AdaptiveAvgPool2dGrad;
import org.neocog.graph.Node;
import org.neocog.graph.ResamplingOp;
import org.neocog.tensor.Shape;

/** Images made smaller or larger. */
final class ResamplingKernels {
    private ResamplingKernels() {}

    static CpuKernel of(WorkerPool pool, ResamplingOp op, Node node) {
        Shape in = node.input(0).shape();
        Shape out = node.shape();
        return switch (op) {
            case AdaptiveAvgPool2d _ -> AdaptivePoolKernels.forward(pool, in, out);
            case AdaptiveAvgPool2dGrad _ -> AdaptivePoolKernels.gradient(pool, out, in);
        };
    }
}
