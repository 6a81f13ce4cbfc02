package org.neocog.cpu;

import java.util.Optional;
import org.neocog.graph.AdaptiveAvgPool2d;
import org.neocog.graph.AdaptiveAvgPool2dGrad;
import org.neocog.graph.BedOfNails;
import org.neocog.graph.BedOfNailsGrad;
import org.neocog.graph.MaxUnpool2d;
import org.neocog.graph.MaxUnpool2dGrad;
import org.neocog.graph.NearestUnpool;
import org.neocog.graph.NearestUnpoolGrad;
import org.neocog.graph.Node;
import org.neocog.graph.PoolGeometry;
import org.neocog.graph.ResamplingOp;
import org.neocog.tensor.Shape;

/** Images made smaller or larger. */
final class ResamplingKernels {
    private ResamplingKernels() {}

    static CpuKernel of(WorkerPool pool, Optional<VectorCode> code, ResamplingOp op, Node node) {
        Shape in = node.input(0).shape();
        Shape out = node.shape();
        return switch (op) {
            case AdaptiveAvgPool2d _ -> AdaptivePoolKernels.forward(pool, in, out);
            case AdaptiveAvgPool2dGrad _ -> AdaptivePoolKernels.gradient(pool, out, in);
            case BedOfNails b -> UnpoolKernels.nails(pool, in, b.height(), b.width());
            case BedOfNailsGrad b -> UnpoolKernels.nailsGrad(pool, out, b.height(), b.width());
            case MaxUnpool2d m -> MaxPoolKernels.gradient(pool, code, PoolGeometry.of(in, m.window()));
            case MaxUnpool2dGrad m -> MaxPoolKernels.pick(pool, PoolGeometry.of(in, m.window()));
            case NearestUnpool u -> UnpoolKernels.nearest(pool, in, u.height(), u.width());
            case NearestUnpoolGrad u -> UnpoolKernels.nearestGrad(pool, out, u.height(), u.width());
        };
    }
}
