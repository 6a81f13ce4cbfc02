package org.neocog.cuda;

import static org.neocog.cuda.Argument.input;
import static org.neocog.cuda.Argument.output;
import static org.neocog.cuda.Argument.real;
import static org.neocog.cuda.Argument.whole;

import org.neocog.graph.ActivationOp;
import org.neocog.graph.Elu;
import org.neocog.graph.EluGrad;
import org.neocog.graph.Gelu;
import org.neocog.graph.GeluGrad;
import org.neocog.graph.LeakyRelu;
import org.neocog.graph.LeakyReluGrad;
import org.neocog.graph.LogSoftmax;
import org.neocog.graph.LogSoftmaxGrad;
import org.neocog.graph.Softplus;
import org.neocog.graph.SoftplusGrad;
import org.neocog.tensor.Shape;

/** Activation functions, some with a number of their own. */
final class ActivationPrograms {
    private static final String FILE = "activation.cu";

    private ActivationPrograms() {}

    static Program of(ActivationOp op, Shape shape) {
        int n = shape.elements();
        return switch (op) {
            case Elu elu -> forward("neocog_elu", n, elu.alpha());
            case EluGrad elu -> gradient("neocog_elu_grad", n, elu.alpha());
            case Gelu _ -> ElementwisePrograms.activation("gelu", n);
            case GeluGrad _ -> ElementwisePrograms.activationGrad("gelu", n);
            case LeakyRelu relu -> forward("neocog_leaky_relu", n, relu.slope());
            case LeakyReluGrad relu -> gradient("neocog_leaky_relu_grad", n, relu.slope());
            case LogSoftmax _ -> RowPrograms.logSoftmax(shape);
            case LogSoftmaxGrad _ -> RowPrograms.logSoftmaxGrad(shape);
            case Softplus _ -> ElementwisePrograms.activation("softplus", n);
            case SoftplusGrad _ -> ElementwisePrograms.activationGrad("softplus", n);
        };
    }

    private static Program forward(String kernel, int n, float number) {
        return Program.of(KernelCall.of(FILE, kernel, Grid.fours(n), input(0), output(), whole(n), real(number)));
    }

    private static Program gradient(String kernel, int n, float number) {
        return Program.of(
                KernelCall.of(FILE, kernel, Grid.fours(n), input(0), input(1), output(), whole(n), real(number)));
    }
}
