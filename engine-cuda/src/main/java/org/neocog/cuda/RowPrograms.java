package org.neocog.cuda;

import static org.neocog.cuda.Argument.input;
import static org.neocog.cuda.Argument.output;
import static org.neocog.cuda.Argument.real;
import static org.neocog.cuda.Argument.whole;

import org.neocog.graph.OneHot;
import org.neocog.tensor.Shape;

/** Softmax, losses and labels: everything that goes over the rows of {@code N x classes}. */
final class RowPrograms {
    private static final String LOSS = "loss.cu";
    private static final Grid ONE_BLOCK = Grid.of(1, 1024);

    private RowPrograms() {}

    static Program softmax(Shape x) {
        return Program.of(KernelCall.of(
                "softmax.cu", "neocog_softmax", Grid.warps(x.dim(0)), input(0), output(), rows(x), classes(x)));
    }

    static Program softmaxGrad(Shape y) {
        return Program.of(KernelCall.of(
                "softmax.cu", "neocog_softmax_grad", Grid.warps(y.dim(0)), input(0), input(1), output(), rows(y),
                classes(y)));
    }

    static Program logSoftmax(Shape x) {
        return Program.of(KernelCall.of(
                "softmax.cu", "neocog_log_softmax", Grid.warps(x.dim(0)), input(0), output(), rows(x), classes(x)));
    }

    static Program logSoftmaxGrad(Shape y) {
        return Program.of(KernelCall.of(
                "softmax.cu", "neocog_log_softmax_grad", Grid.warps(y.dim(0)), input(0), input(1), output(), rows(y),
                classes(y)));
    }

    static Program crossEntropy(Shape scores) {
        return Program.of(KernelCall.of(
                LOSS, "neocog_cross_entropy", ONE_BLOCK, input(0), input(1), output(), rows(scores), classes(scores)));
    }

    static Program crossEntropyGrad(Shape scores) {
        return Program.of(KernelCall.of(
                LOSS, "neocog_cross_entropy_grad", Grid.warps(scores.dim(0)), input(0), input(1), input(2), output(),
                rows(scores), classes(scores)));
    }

    static Program hinge(Shape scores, float margin) {
        return Program.of(KernelCall.of(
                LOSS, "neocog_hinge", ONE_BLOCK, input(0), input(1), output(), rows(scores), classes(scores),
                real(margin)));
    }

    static Program hingeGrad(Shape scores, float margin) {
        return Program.of(KernelCall.of(
                LOSS, "neocog_hinge_grad", Grid.warps(scores.dim(0)), input(0), input(1), input(2), output(),
                rows(scores), classes(scores), real(margin)));
    }

    static Program oneHot(Shape output, OneHot op) {
        return Program.of(KernelCall.of(
                "label.cu", "neocog_one_hot", Grid.each(output.elements()), input(0), output(), rows(output),
                classes(output), real(op.off()), real(op.on())));
    }

    static Program countCorrect(Shape scores) {
        return Program.of(KernelCall.of(
                "label.cu", "neocog_count_correct", Grid.of(1, 256), input(0), input(1), output(), rows(scores),
                classes(scores)));
    }

    private static Argument rows(Shape shape) {
        return whole(shape.dim(0));
    }

    private static Argument classes(Shape shape) {
        return whole(shape.dim(1));
    }
}
