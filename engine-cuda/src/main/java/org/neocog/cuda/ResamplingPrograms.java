package org.neocog.cuda;

import static org.neocog.cuda.Argument.input;
import static org.neocog.cuda.Argument.output;
import static org.neocog.cuda.Argument.whole;

import org.neocog.graph.AdaptiveAvgPool2d;
import org.neocog.graph.AdaptiveAvgPool2dGrad;
import org.neocog.graph.Node;
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
}
