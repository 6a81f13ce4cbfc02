package org.neocog.cuda;

import static org.neocog.cuda.Argument.flag;
import static org.neocog.cuda.Argument.input;
import static org.neocog.cuda.Argument.output;
import static org.neocog.cuda.Argument.whole;

import java.util.ArrayList;
import java.util.List;
import org.neocog.graph.Axis;
import org.neocog.graph.PoolGeometry;

/** Pooling, plane by plane; the gradients look for the windows that cover an element. */
final class PoolPrograms {
    private PoolPrograms() {}

    static Program max(PoolGeometry g) {
        return program("neocog_max_pool", positions(g), List.of(input(0), output()), g, dilation(g));
    }

    static Program maxGrad(PoolGeometry g) {
        return program("neocog_max_pool_grad", elements(g), List.of(input(0), input(1), output()), g, dilation(g));
    }

    static Program maxPick(PoolGeometry g) {
        return program("neocog_max_pool_pick", positions(g), List.of(input(0), input(1), output()), g, dilation(g));
    }

    static Program avg(PoolGeometry g, boolean countPadding) {
        return program("neocog_avg_pool", positions(g), List.of(input(0), output()), g, divisor(g, countPadding));
    }

    static Program avgGrad(PoolGeometry g, boolean countPadding) {
        return program("neocog_avg_pool_grad", elements(g), List.of(input(0), output()), g, divisor(g, countPadding));
    }

    private static long positions(PoolGeometry g) {
        return (long) g.planes() * g.outHeight() * g.outWidth();
    }

    private static long elements(PoolGeometry g) {
        return (long) g.planes() * g.height() * g.width();
    }

    private static List<Argument> dilation(PoolGeometry g) {
        return List.of(whole(g.window().height().dilation()), whole(g.window().width().dilation()));
    }

    private static List<Argument> divisor(PoolGeometry g, boolean countPadding) {
        return List.of(
                whole(g.window().height().padAfter()), whole(g.window().width().padAfter()), flag(countPadding));
    }

    private static Program program(
            String kernel, long threads, List<Argument> tensors, PoolGeometry g, List<Argument> last) {
        Axis down = g.window().height();
        Axis across = g.window().width();
        List<Argument> arguments = new ArrayList<>(tensors);
        arguments.addAll(List.of(
                whole(g.planes()), whole(g.height()), whole(g.width()), whole(g.outHeight()), whole(g.outWidth()),
                whole(down.kernel()), whole(across.kernel()), whole(down.stride()), whole(across.stride()),
                whole(down.padBefore()), whole(across.padBefore())));
        arguments.addAll(last);
        return Program.of(new KernelCall("pool.cu", kernel, Grid.each(threads), arguments));
    }
}
