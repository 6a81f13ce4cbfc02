package org.neocog.cuda;

import static org.neocog.cuda.Argument.at;
import static org.neocog.cuda.Argument.input;
import static org.neocog.cuda.Argument.output;
import static org.neocog.cuda.Argument.real;
import static org.neocog.cuda.Argument.whole;
import static org.neocog.cuda.Argument.workspace;

import java.util.ArrayList;
import java.util.List;
import org.neocog.tensor.Shape;

/** Batch normalization of {@code N x C x inner}: sums of slices in the workspace, moments, and what is done with them. */
final class BatchNormPrograms {
    private static final String FILE = "batch_norm.cu";
    private static final String SUMS = "batch_norm_sums.cu";
    /** Blocks that keep a large GPU busy, and elements that are worth a block. */
    private static final int BLOCKS = 512;
    private static final int LEAST_SLICE = 2048;

    private BatchNormPrograms() {}

    static Program moments(Shape x) {
        int slices = slices(x);
        KernelCall total = KernelCall.of(
                SUMS, "neocog_moments", Grid.each(x.dim(1)), input(0), workspace(), output(), whole(x.dim(0)),
                whole(x.dim(1)), whole(inner(x)), whole(slices));
        return program(x, "neocog_moment_sums", List.of(input(0), workspace()), total);
    }

    static Program sums(Shape x, float epsilon) {
        KernelCall total = KernelCall.of(
                SUMS, "neocog_batch_norm_sums", Grid.each(x.dim(1)), input(1), workspace(), output(), whole(x.dim(1)),
                whole(slices(x)), real(epsilon));
        return program(x, "neocog_slope_sums", List.of(input(0), input(1), input(2), workspace()), total);
    }

    private static Program program(Shape x, String kernel, List<Argument> tensors, KernelCall total) {
        int slices = slices(x);
        List<Argument> arguments = new ArrayList<>(tensors);
        arguments.addAll(List.of(whole(x.dim(0)), whole(x.dim(1))));
        if (inner(x) > 1) {
            arguments.addAll(List.of(whole(inner(x)), whole(slices)));
        }
        KernelCall partial = inner(x) == 1
                ? new KernelCall(SUMS, kernel + "_columns", Grid.columns(x.dim(1)), arguments)
                : new KernelCall(SUMS, kernel, Grid.of(x.dim(1) * slices, 256), arguments);
        return new Program(List.of(partial, total), 2L * Double.BYTES * x.dim(1) * slices, "");
    }

    /** How many blocks share a channel. */
    private static int slices(Shape x) {
        int elements = x.dim(0) * inner(x);
        return inner(x) == 1 ? 1 : Math.clamp(elements / LEAST_SLICE, 1, Math.ceilDiv(BLOCKS, x.dim(1)));
    }

    /** Inputs: x, moments, weight, bias. */
    static Program training(Shape x, float epsilon) {
        Place moments = Place.input(1);
        return forward(x, epsilon, at(moments), at(moments.plus(x.dim(1))), input(2), input(3));
    }

    /** Inputs: x, mean, variance, weight, bias. */
    static Program inference(Shape x, float epsilon) {
        return forward(x, epsilon, input(1), input(2), input(3), input(4));
    }

    private static Program forward(
            Shape x, float epsilon, Argument mean, Argument variance, Argument weight, Argument bias) {
        return Program.of(KernelCall.of(
                FILE, "neocog_batch_norm", Grid.fours(x.elements()), input(0), mean, variance, weight, bias, output(),
                whole(x.elements()), whole(x.dim(1)), whole(inner(x)), real(epsilon)));
    }

    /** Inputs: x, moments, weight, dy, sums. */
    static Program trainingGrad(Shape x, float epsilon) {
        return Program.of(KernelCall.of(
                FILE, "neocog_batch_norm_grad", Grid.fours(x.elements()), input(0), input(1), input(2), input(3), input(4),
                output(), whole(x.elements()), whole(x.dim(1)), whole(inner(x)), real(epsilon)));
    }

    /** A row is a bias that is spread over nothing but itself. */
    static Program row(Shape x, int index) {
        Shape row = Shape.of(1, x.dim(1));
        return Program.of(BiasPrograms.spreadBias(at(Place.input(0).plus((long) index * x.dim(1))), row));
    }

    private static int inner(Shape shape) {
        return shape.elements(2, shape.rank());
    }
}
