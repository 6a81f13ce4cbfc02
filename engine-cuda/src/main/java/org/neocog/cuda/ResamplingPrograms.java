package org.neocog.cuda;

import static org.neocog.cuda.Argument.input;
import static org.neocog.cuda.Argument.output;
import static org.neocog.cuda.Argument.whole;

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
final class ResamplingPrograms {
    private static final String ADAPTIVE = "adaptive.cu";

    private ResamplingPrograms() {}

    static Program of(ResamplingOp op, Node node) {
        Shape in = node.input(0).shape();
        Shape out = node.shape();
        return switch (op) {
            case AdaptiveAvgPool2d _ -> adaptive(in, out);
            case AdaptiveAvgPool2dGrad _ -> adaptiveGrad(in, out);
            case BedOfNails b -> unpool("neocog_bed_of_nails", in, out, b.height(), b.width());
            case BedOfNailsGrad b -> unpool("neocog_bed_of_nails_grad", out, out, b.height(), b.width());
            case MaxUnpool2d m -> PoolPrograms.maxGrad(PoolGeometry.of(in, m.window()));
            case MaxUnpool2dGrad m -> PoolPrograms.maxPick(PoolGeometry.of(in, m.window()));
            case NearestUnpool u -> unpool("neocog_nearest_unpool", in, out, u.height(), u.width());
            case NearestUnpoolGrad u -> unpool("neocog_nearest_unpool_grad", out, out, u.height(), u.width());
        };
    }

    private static Program adaptive(Shape x, Shape y) {
        int planes = x.elements(0, 2);
        int area = x.elements(2, 4);
        if (y.elements(2, 4) == 1) {
            return Program.of(KernelCall.of(
                    ADAPTIVE, "neocog_global_avg_pool", Grid.warps(planes), input(0), output(), whole(planes), whole(area)));
        }
        return Program.of(KernelCall.of(
                ADAPTIVE, "neocog_adaptive_avg_pool", Grid.each(y.elements()), input(0), output(), whole(planes),
                whole(x.dim(2)), whole(x.dim(3)), whole(y.dim(2)), whole(y.dim(3))));
    }

    private static Program adaptiveGrad(Shape dy, Shape dx) {
        Grid grid = Grid.each(dx.elements());
        if (dy.elements(2, 4) == 1) {
            return Program.of(KernelCall.of(
                    ADAPTIVE, "neocog_global_avg_pool_grad", grid, input(0), output(), whole(dx.elements()),
                    whole(dx.elements(2, 4))));
        }
        return Program.of(KernelCall.of(
                ADAPTIVE, "neocog_adaptive_avg_pool_grad", grid, input(0), output(), whole(dx.elements(0, 2)),
                whole(dx.dim(2)), whole(dx.dim(3)), whole(dy.dim(2)), whole(dy.dim(3))));
    }

    private static Program unpool(String kernel, Shape small, Shape out, int height, int width) {
        return Program.of(KernelCall.of(
                "unpool.cu", kernel, Grid.each(out.elements()), input(0), output(), whole(out.elements()), whole(small.dim(3)),
                whole(height), whole(width)));
    }
}
