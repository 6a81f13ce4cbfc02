package org.neocog.cuda;

import static org.neocog.cuda.Argument.input;
import static org.neocog.cuda.Argument.output;
import static org.neocog.cuda.Argument.real;
import static org.neocog.cuda.Argument.whole;

import org.neocog.graph.DropPath;
import org.neocog.graph.Dropout;
import org.neocog.tensor.Shape;

/** One element of the output from one element of each input, n elements in all. */
final class ElementwisePrograms {
    private static final String FILE = "elementwise.cu";

    private ElementwisePrograms() {}

    static Program add(int n) {
        return binary(FILE, "neocog_add", n);
    }

    static Program mul(int n) {
        return binary(FILE, "neocog_mul", n);
    }

    static Program scale(int n, float factor) {
        return Program.of(
                KernelCall.of(FILE, "neocog_scale", Grid.fours(n), input(0), output(), whole(n), real(factor)));
    }

    static Program fill(int n, float value) {
        return Program.of(KernelCall.of(FILE, "neocog_fill", Grid.fours(n), output(), whole(n), real(value)));
    }

    static Program l2Grad(int n, float coefficient) {
        return Program.of(KernelCall.of(
                FILE, "neocog_l2_grad", Grid.fours(n), input(0), input(1), output(), whole(n), real(coefficient)));
    }

    static Program meanSquaredErrorGrad(int n) {
        return Program.of(KernelCall.of(
                FILE, "neocog_mse_grad", Grid.fours(n), input(0), input(1), input(2), output(), whole(n)));
    }

    /** An activation: {@code relu}, {@code sigmoid}, {@code tanh}. */
    static Program activation(String name, int n) {
        return Program.of(
                KernelCall.of("activation.cu", "neocog_" + name, Grid.fours(n), input(0), output(), whole(n)));
    }

    /** An activation's gradient from its output and dy. */
    static Program activationGrad(String name, int n) {
        return binary("activation.cu", "neocog_" + name + "_grad", n);
    }

    static Program dropout(int n, Dropout op) {
        return Program.of(KernelCall.of(
                "dropout.cu", "neocog_dropout", Grid.fours(n), input(0), input(1), output(), whole(n), real(op.rate()),
                real(op.scale()), whole(op.stream())));
    }

    static Program dropPath(int n, DropPath op, Shape x) {
        return Program.of(KernelCall.of(
                "dropout.cu", "neocog_drop_path", Grid.each(n), input(0), input(1), output(), whole(n),
                whole(x.elements(1, x.rank())), real(op.rate()), real(op.scale()), whole(op.stream())));
    }

    private static Program binary(String file, String kernel, int n) {
        return Program.of(KernelCall.of(file, kernel, Grid.fours(n), input(0), input(1), output(), whole(n)));
    }
}
